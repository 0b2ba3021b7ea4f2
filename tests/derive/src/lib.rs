//! Tests of the derive; see `tests`.
