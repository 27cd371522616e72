//! Special functions whose results do not depend on the platform (all built on `libm`).
