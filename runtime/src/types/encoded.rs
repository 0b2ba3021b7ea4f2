//! Bytes that are written as text.

use crate::Generate;

/// A type that `base64` can be put on.
#[diagnostic::on_unimplemented(
    message = "`base64` is for bytes such as `Vec<u8>`, and `{Self}` is none",
    label = "remove `base64`",
    note = "bytes need the feature `base64` of formwork"
)]
pub trait Encoded: Sized {
    /// How the value is received.
    type Wire: Generate;

    /// Takes the bytes out of their text.
    fn from_wire(wire: Self::Wire) -> Self;
}

impl<T: Encoded> Encoded for Option<T> {
    type Wire = Option<T::Wire>;

    fn from_wire(wire: Self::Wire) -> Self {
        wire.map(T::from_wire)
    }
}

#[cfg(feature = "base64")]
mod base64 {
    use super::Encoded;
    use crate::Generate;
    use crate::json::{Convert, Converted, Text};
    use crate::schema::{Edge, Format, Kind, Shape, identify};
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    /// Bytes in base64 with the padding.
    #[derive(Debug)]
    pub struct Base64(Vec<u8>);

    /// What the pattern says: groups of four, and a last one whose unused bits are 0.
    const FORMAT: Format = Format {
        expected: "bytes in base64",
        pattern: "\"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$\"",
        ..Format::NONE
    };

    impl Convert<String> for Base64 {
        fn convert(text: String) -> Result<Self, String> {
            STANDARD.decode(text).map(Self).map_err(|reason| format!("expected {}: {reason}", FORMAT.expected))
        }
    }

    impl Generate for Base64 {
        type Partial = Converted<Text, Self>;
        const SHAPE: Edge = Edge::new(&Shape::anonymous(Kind::Format(&FORMAT)), identify("base64", &[]));
    }

    /// Implements `Encoded` for types of bytes.
    macro_rules! encoded {
        ($($(#[$attribute:meta])* $type:ty)*) => { $(
            $(#[$attribute])*
            impl Encoded for $type {
                type Wire = Base64;

                fn from_wire(wire: Base64) -> Self {
                    wire.0.into()
                }
            }
        )* };
    }

    encoded! {
        Vec<u8>
        Box<[u8]>
        #[cfg(feature = "bytes")] bytes::Bytes
    }
}
