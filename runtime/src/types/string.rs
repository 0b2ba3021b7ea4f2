//! Types that are strings of a certain form in JSON.

use crate::Generate;
use crate::json::{Convert, Converted, Text};
use crate::schema::{Edge, Format, Kind, Shape, identify};

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

/// The formats that have a name in JSON Schema.
pub mod format {
    use super::Format;

    /// The days that there are, without the ends of a pattern: what a server calls a date can be the 30th of February.
    macro_rules! date {
        () => {
            date!("[0-9]{4}")
        };
        ($year:literal) => {
            concat!("(", $year, "-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)|([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)")
        };
    }

    /// The time of a day, with a fraction of up to nine digits.
    macro_rules! clock {
        () => {
            "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?"
        };
    }

    /// The offset from UTC.
    macro_rules! zone {
        () => {
            "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
        };
    }

    /// A date.
    pub const DATE: Format = Format {
        expected: "a date such as 2024-02-29",
        name: "date",
        enforced: true,
        pattern: concat!("\"^", date!(), "$\""),
        ..Format::NONE
    };
    /// A time with an offset.
    pub const TIME: Format = Format {
        expected: "a time such as 12:30:00Z",
        name: "time",
        enforced: true,
        pattern: concat!("\"^", clock!(), zone!(), "$\""),
        ..Format::NONE
    };
    /// A date and a time with an offset.
    pub const DATE_TIME: Format = Format {
        expected: "a date and time such as 2024-02-29T12:30:00Z",
        name: "date-time",
        enforced: true,
        pattern: concat!("\"^", date!(), "T", clock!(), zone!(), "$\""),
        ..Format::NONE
    };
    /// The same for types that are kept in UTC and end with the year 9999 there: it may not be reached by way of an offset.
    pub const INSTANT: Format = Format {
        pattern: concat!("\"^", date!("([0-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8])"), "T", clock!(), zone!(), "$\""),
        ..DATE_TIME
    };
    /// A date and a time of no place in particular.
    pub const LOCAL_DATE_TIME: Format = Format {
        expected: "a date and time such as 2024-02-29T12:30:00",
        pattern: concat!("\"^", date!(), "T", clock!(), "$\""),
        ..Format::NONE
    };
    /// A time of no place in particular.
    pub const LOCAL_TIME: Format =
        Format { expected: "a time such as 12:30:00", pattern: concat!("\"^", clock!(), "$\""), ..Format::NONE };
    /// A UUID.
    pub const UUID: Format =
        Format { expected: "a UUID such as 123e4567-e89b-42d3-a456-426614174000", name: "uuid", enforced: true, ..Format::NONE };
    /// A label of a host name, which has at most 63 characters.
    macro_rules! label {
        () => {
            "[a-zA-Z0-9](-?[a-zA-Z0-9]){0,30}"
        };
    }

    /// A part of an IPv4 address.
    macro_rules! octet {
        () => {
            "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
        };
    }

    /// An IPv4 address, without the ends of a pattern.
    macro_rules! v4 {
        () => {
            concat!("(", octet!(), "[.]){3}", octet!())
        };
    }

    /// An IPv6 address, without the ends of a pattern: all eight groups, which is how a server writes it.
    macro_rules! v6 {
        () => {
            "([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}"
        };
    }

    // Everything is bounded, or a small model never stops.

    /// An e-mail address.
    pub const EMAIL: Format = Format {
        expected: "an e-mail address",
        name: "email",
        pattern: concat!("\"^[a-zA-Z0-9_+-]([.]?[a-zA-Z0-9_+-]){0,31}@", label!(), "([.]", label!(), "){1,3}$\""),
        ..Format::NONE
    };
    /// A host name.
    pub const HOSTNAME: Format = Format {
        expected: "a host name",
        name: "hostname",
        pattern: concat!("\"^", label!(), "([.]", label!(), "){0,3}$\""),
        ..Format::NONE
    };
    /// A URI.
    pub const URI: Format = Format {
        expected: "a URI such as https://example.org/page",
        name: "uri",
        pattern: "\"^[a-z][a-z0-9+.-]{0,15}:[a-zA-Z0-9/._~:?#@!$&'()*+,;=%-]{1,500}$\"",
        ..Format::NONE
    };
    /// A URL of a host, or of one of the schemes that have none.
    pub const URL: Format = Format {
        pattern: concat!(
            "\"^((https?|wss?|ftp)://(",
            v4!(),
            "|([a-z0-9](-?[a-z0-9]){0,30}[.]){0,3}[a-z](-?[a-z0-9]){0,30})",
            "(:[1-9][0-9]{0,3})?([/?#][a-zA-Z0-9/._~:?#@!$&'()*+,;=%-]{0,500})?",
            "|(mailto|tel|urn|data):[a-zA-Z0-9._~?@!$&'()*+,;=%-][a-zA-Z0-9/._~:?@!$&'()*+,;=%-]{0,499})$\""
        ),
        ..URI
    };
    /// An IPv4 address.
    pub const IPV4: Format = Format {
        expected: "an IPv4 address such as 192.0.2.1",
        name: "ipv4",
        pattern: concat!("\"^", v4!(), "$\""),
        ..Format::NONE
    };
    /// An IPv6 address.
    pub const IPV6: Format = Format {
        expected: "an IPv6 address such as 2001:db8:0:0:0:0:0:1",
        name: "ipv6",
        pattern: concat!("\"^", v6!(), "$\""),
        ..Format::NONE
    };
    /// An IPv4 or IPv6 address.
    pub const IP: Format = Format {
        expected: "an IP address such as 192.0.2.1",
        pattern: concat!("\"^(", v4!(), "|", v6!(), ")$\""),
        ..Format::NONE
    };

    /// A port, with the colon before it.
    macro_rules! port {
        () => {
            ":([1-9][0-9]{0,3}|[1-5][0-9]{4})"
        };
    }

    /// An IP address and a port.
    pub const SOCKET: Format = Format {
        expected: "an IP address and port such as 192.0.2.1:80",
        pattern: concat!("\"^(", v4!(), "|\\\\[", v6!(), "\\\\])", port!(), "$\""),
        ..Format::NONE
    };
    /// An IPv4 address and a port.
    pub const SOCKET_V4: Format = Format {
        expected: "an IPv4 address and port such as 192.0.2.1:80",
        pattern: concat!("\"^", v4!(), port!(), "$\""),
        ..Format::NONE
    };
    /// An IPv6 address and a port.
    pub const SOCKET_V6: Format = Format {
        expected: "an IPv6 address and port such as [2001:db8:0:0:0:0:0:1]:80",
        pattern: concat!("\"^\\\\[", v6!(), "\\\\]", port!(), "$\""),
        ..Format::NONE
    };
    /// One character.
    pub const CHARACTER: Format = Format { expected: "one character", length: (1, 1), ..Format::NONE };
}

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
