"""The numbers of the WGS 84 ellipsoid."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Semi-axes in km and first and second eccentricity squared. Source: NGA.STND.0036 (WGS 84).
A_KM = 6378.137
F = 1 / 298.257223563
E2 = F * (2 - F)
E2_PRIME = E2 / (1 - E2)
