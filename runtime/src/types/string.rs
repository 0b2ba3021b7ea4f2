//! Types that are strings of a certain form in JSON.

use crate::Generate;
use crate::json::{Convert, Converted, Text};
use crate::schema::{Edge, Format, Kind, Shape, identify};
use crate::types::format;

/// A type that is read from a string of a certain form.
pub(crate) trait FromText: Sized + 'static {
    /// The form.
    const FORMAT: Format;

    /// Reads the value.
    ///
    /// # Errors
    /// What is wrong, in words.
    fn from_text(text: &str) -> Result<Self, String>;
}

/// A value that is read from a string when that is complete.
pub type Parsed<T> = Converted<Text, T>;

/// Implements `Generate` for types that are strings of a certain form: format, then how the text becomes a value.
macro_rules! text_types {
    ($($(#[$attribute:meta])* $type:ty, $format:expr, $read:expr;)*) => { $(
        $(#[$attribute])*
        const _: () = {
            use $crate::types::string::{FromText, Parsed};

            impl FromText for $type {
                const FORMAT: Format = $format;

                fn from_text(text: &str) -> Result<Self, String> {
                    let read: fn(&str) -> Option<$type> = $read;
                    read(text).ok_or_else(|| format!("expected {}, found {text:?}", Self::FORMAT.expected))
                }
            }

            impl Convert<String> for $type {
                fn convert(text: String) -> Result<Self, String> {
                    Self::from_text(&text)
                }
            }

            impl Generate for $type {
                type Partial = Parsed<Self>;
                const SHAPE: Edge = {
                    let format = &<Self as FromText>::FORMAT;
                    let edge = Edge::new(&Shape::anonymous(Kind::Format(&<Self as FromText>::FORMAT)), identify(stringify!($type), &[]));
                    if format.is_none() { edge.text() } else { edge }
                };
            }
        };
    )* };
}
#[cfg(any(
    feature = "chrono",
    feature = "jiff",
    feature = "time",
    feature = "uuid",
    feature = "url",
    feature = "rust_decimal",
    feature = "semver"
))]
pub(crate) use text_types;

text_types! {
    char, format::CHARACTER, |text| {
        let mut characters = text.chars();
        characters.next().filter(|_| characters.next().is_none())
    };
    core::net::IpAddr, format::IP, |text| text.parse().ok();
    core::net::Ipv4Addr, format::IPV4, |text| text.parse().ok();
    core::net::Ipv6Addr, format::IPV6, |text| text.parse().ok();
    core::net::SocketAddr, format::SOCKET, |text| text.parse().ok();
    core::net::SocketAddrV4, format::SOCKET_V4, |text| text.parse().ok();
    core::net::SocketAddrV6, format::SOCKET_V6, |text| text.parse().ok();
    std::path::PathBuf, Format::NONE, |text| Some(text.into());
    Box<std::path::Path>, Format::NONE, |text| Some(std::path::Path::new(text).into());
    Box<str>, Format::NONE, |text| Some(text.into());
    std::rc::Rc<str>, Format::NONE, |text| Some(text.into());
    std::sync::Arc<str>, Format::NONE, |text| Some(text.into());
    std::borrow::Cow<'static, str>, Format::NONE, |text| Some(text.to_owned().into());
}
