"""The codebook as data files, with a loader and a linter."""
