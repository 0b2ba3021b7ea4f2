//! Numbers are exact at the ends of their ranges, and refused beyond.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(missing_docs, clippy::pedantic, clippy::panic, clippy::unwrap_used, clippy::float_cmp, reason = "a test")]

use formwork::{Category, from_str};
use proptest::prelude::*;

#[test]
fn the_ends_of_integer_ranges() {
    assert_eq!(from_str("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(from_str::<u64>("18446744073709551616").unwrap_err().category(), Category::Rule);
    assert_eq!(from_str("-9223372036854775808"), Ok(i64::MIN));
    assert_eq!(from_str("-170141183460469231731687303715884105728"), Ok(i128::MIN));
    assert_eq!(from_str("340282366920938463463374607431768211455"), Ok(u128::MAX));
    assert!(from_str::<u128>("340282366920938463463374607431768211456").is_err());
    assert_eq!(from_str::<u8>("256").unwrap_err().category(), Category::Rule);
    assert_eq!(from_str::<u8>("-1").unwrap_err().category(), Category::Rule);
    assert_eq!(from_str("-0"), Ok(0_u8), "which serde_json refuses");
    assert_eq!(from_str::<i32>("1.0").unwrap_err().category(), Category::Type);
    assert_eq!(from_str::<i32>("1e2").unwrap_err().category(), Category::Type);
}

#[test]
fn floats_are_nearest_and_finite() {
    assert!(from_str::<f64>("-0.0").unwrap().is_sign_negative());
    assert!(from_str::<f64>("-0").unwrap().is_sign_negative());
    assert_eq!(from_str("2.2250738585072011e-308"), Ok(2.225_073_858_507_201e-308_f64));
    assert_eq!(from_str("9007199254740993.0"), Ok(9_007_199_254_740_992.0_f64));
    assert_eq!(from_str("1e-400"), Ok(0.0_f64));
    assert_eq!(from_str("18446744073709551616"), Ok(18_446_744_073_709_551_616.0_f64));
    assert_eq!(from_str::<f64>("1e400").unwrap_err().category(), Category::Rule);
    assert_eq!(from_str::<f32>("1e39").unwrap_err().category(), Category::Rule);
    assert_eq!(from_str("16777217.000000001"), Ok(16_777_218.0_f32), "rounded once, not through a double");
}

#[test]
fn what_is_no_number() {
    for text in
        ["+1", "01", "-01", ".5", "1.", "1.e3", "-", "1e", "1e+", "0x1", "1_000", "NaN", "Infinity", "-Infinity", "1.5.5", "--1"]
    {
        for result in [from_str::<f64>(text).map(drop), from_str::<i64>(text).map(drop)] {
            let category = result.unwrap_err().category();
            assert!(matches!(category, Category::Syntax | Category::Incomplete), "{text}: {category:?}");
        }
    }
}

proptest! {
    #[test]
    fn shortest_floats_come_back(bits in any::<u64>(), narrow in any::<u32>()) {
        let value = f64::from_bits(bits);
        if value.is_finite() {
            prop_assert_eq!(from_str::<f64>(&format!("{value:?}")).unwrap().to_bits(), value.to_bits());
            prop_assert_eq!(from_str::<f64>(&format!("{value}")).unwrap().to_bits(), value.to_bits());
        }
        let value = f32::from_bits(narrow);
        if value.is_finite() {
            prop_assert_eq!(from_str::<f32>(&format!("{value:e}")).unwrap().to_bits(), value.to_bits());
        }
    }

    #[test]
    fn decimals_are_as_the_standard_library_reads_them(text in "-?(0|[1-9][0-9]{0,18})(\\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?") {
        prop_assert_eq!(from_str::<f64>(&text).unwrap().to_bits(), text.parse::<f64>().unwrap().to_bits());
        let narrow = text.parse::<f32>().ok().filter(|value| value.is_finite());
        prop_assert_eq!(from_str::<f32>(&text).ok().map(f32::to_bits), narrow.map(f32::to_bits));
    }

    #[test]
    fn integers_of_every_width(value in any::<i128>(), shift in 0..127_u32) {
        let value = value >> shift;
        prop_assert_eq!(from_str::<i128>(&value.to_string()), Ok(value));
        prop_assert_eq!(from_str::<i64>(&value.to_string()).ok(), i64::try_from(value).ok());
        prop_assert_eq!(from_str::<u16>(&value.to_string()).ok(), u16::try_from(value).ok());
        prop_assert_eq!(from_str::<u64>(&value.to_string()).ok(), u64::try_from(value).ok());
    }
}
