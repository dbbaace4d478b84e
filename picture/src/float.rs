//! What `core` does not yet offer of floats. All of it is exact to the last bit by the standard of
//! floats, so that a picture is the same whoever computes it.

#[cfg(feature = "std")]
extern crate std;

#[cfg(not(feature = "std"))]
pub(crate) use libm::{ceil, floor, round, sqrt};

#[cfg(feature = "std")]
pub(crate) use by_the_library::{ceil, floor, round, sqrt};

#[cfg(feature = "std")]
mod by_the_library {
    pub(crate) fn ceil(value: f64) -> f64 {
        value.ceil()
    }

    pub(crate) fn floor(value: f64) -> f64 {
        value.floor()
    }

    pub(crate) fn round(value: f64) -> f64 {
        value.round()
    }

    pub(crate) fn sqrt(value: f64) -> f64 {
        value.sqrt()
    }
}
