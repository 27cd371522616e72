//! Reading and writing quantities as people write them.
