//! The forms that strings can have, with what a server may write of them.

use crate::schema::Format;

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
/// Time zones that every database has, of all that a server may write: it would make up others.
#[cfg(feature = "jiff")]
macro_rules! time_zone {
    () => {
        concat!(
            "(UTC|Africa/(Cairo|Johannesburg|Lagos|Nairobi)|America/(Anchorage|Bogota|Chicago|Denver|Halifax|Lima|Los_Angeles|",
            "Mexico_City|New_York|Phoenix|Sao_Paulo|Toronto|Vancouver)|Asia/(Bangkok|Dhaka|Dubai|Hong_Kong|Jakarta|Jerusalem|",
            "Karachi|Kolkata|Manila|Riyadh|Seoul|Shanghai|Singapore|Taipei|Tehran|Tokyo)|Atlantic/Reykjavik|Australia/(Adelaide|",
            "Brisbane|Melbourne|Perth|Sydney)|Europe/(Amsterdam|Athens|Berlin|Dublin|Istanbul|Lisbon|London|Madrid|Moscow|Paris|",
            "Rome|Stockholm|Vienna|Warsaw|Zurich)|Pacific/(Auckland|Honolulu)|[+-](0[0-9]|1[0-3]):[0-5][0-9])"
        )
    };
}

/// A date and a time of a time zone. A server leaves the offset to the zone, which alone knows it.
#[cfg(feature = "jiff")]
pub const ZONED: Format = Format {
    expected: "a date and time such as 2024-02-29T12:30:00+01:00[Europe/Berlin]",
    pattern: concat!(
        "\"^",
        date!("([0-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-8])"),
        "T",
        clock!(),
        "\\\\[",
        time_zone!(),
        "\\\\]$\""
    ),
    ..Format::NONE
};

/// The units of a duration that are shorter than a day; a fraction of a second has up to nine digits.
#[cfg(feature = "jiff")]
macro_rules! hours {
    () => {
        "T([0-9]{1,3}H([0-9]{1,2}M)?([0-9]{1,2}([.][0-9]{1,9})?S)?|[0-9]{1,3}M([0-9]{1,2}([.][0-9]{1,9})?S)?|[0-9]{1,5}([.][0-9]{1,9})?S)"
    };
}

/// A length of time in hours and less.
#[cfg(feature = "jiff")]
pub const DURATION: Format =
    Format { expected: "a duration such as PT1H30M", pattern: concat!("\"^-?P", hours!(), "$\""), ..Format::NONE };
/// A length of time in any units.
#[cfg(feature = "jiff")]
pub const SPAN: Format = Format {
    expected: "a duration such as P1Y2M3DT4H5M6S",
    pattern: concat!(
        "\"^-?P(([0-9]{1,3}Y([0-9]{1,2}M)?([0-9]{1,3}D)?|[0-9]{1,2}M([0-9]{1,3}D)?|[0-9]{1,3}W([0-9]D)?|[0-9]{1,3}D)(",
        hours!(),
        ")?|",
        hours!(),
        ")$\""
    ),
    ..Format::NONE
};

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
pub const IPV4: Format =
    Format { expected: "an IPv4 address such as 192.0.2.1", name: "ipv4", pattern: concat!("\"^", v4!(), "$\""), ..Format::NONE };
/// An IPv6 address.
pub const IPV6: Format = Format {
    expected: "an IPv6 address such as 2001:db8:0:0:0:0:0:1",
    name: "ipv6",
    pattern: concat!("\"^", v6!(), "$\""),
    ..Format::NONE
};
/// An IPv4 or IPv6 address.
pub const IP: Format =
    Format { expected: "an IP address such as 192.0.2.1", pattern: concat!("\"^(", v4!(), "|", v6!(), ")$\""), ..Format::NONE };

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
