//! Types of other crates that are one of a few names: as serde writes them, and with the other names that it reads.

use crate::Generate;
use crate::json::{Choice, Chosen};
use crate::schema::{Edge, Kind, Label, Shape, Variant, identify};
use chrono::{Month, Weekday};

/// Implements `Generate` for a type: each value, its name, and another one.
macro_rules! names {
    ($($type:ident { $($variant:ident $name:literal $other:literal)* })*) => { $(
        impl Choice for $type {
            const VARIANTS: &'static [Variant] = &[$(Variant {
                name: Label { text: $name, json: concat!("\"", $name, "\"") },
                description: Label::NONE,
                aliases: &[$other],
            }),*];

            fn variant(index: usize) -> Option<Self> {
                [$(Self::$variant),*].get(index).copied()
            }
        }

        impl Generate for $type {
            type Partial = Chosen<Self>;
            const SHAPE: Edge =
                Edge::new(&Shape::anonymous(Kind::Enum(<Self as Choice>::VARIANTS)), identify(stringify!($type), &[]));
        }
    )* };
}

names! {
    Weekday {
        Mon "Mon" "Monday"
        Tue "Tue" "Tuesday"
        Wed "Wed" "Wednesday"
        Thu "Thu" "Thursday"
        Fri "Fri" "Friday"
        Sat "Sat" "Saturday"
        Sun "Sun" "Sunday"
    }
    Month {
        January "January" "Jan"
        February "February" "Feb"
        March "March" "Mar"
        April "April" "Apr"
        May "May" "May"
        June "June" "Jun"
        July "July" "Jul"
        August "August" "Aug"
        September "September" "Sep"
        October "October" "Oct"
        November "November" "Nov"
        December "December" "Dec"
    }
}
