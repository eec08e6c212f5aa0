"""Into which cubes space is divided to find the nearest piece of a line."""

#: Half the side of the cube around the earth that is divided, km.
HALF_KM = 6400.0
#: Sides of the cubes of the three levels, km: each holds 8 x 8 x 8 of the next.
SIDES_KM = (200.0, 25.0, 3.125)
