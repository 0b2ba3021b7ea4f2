//! Bounds of numbers made fit for llguidance, which keeps them as `f64` and then as `i64`.
//!
//! Past 2^53 that rounds, which may let in an integer just outside, and the lowest `i64` cannot be negated. Such bounds are
//! moved inwards to the next number that survives: the model may then miss a few of 2^63 integers, but never leaves the range.
//! A floating-point bound too large for this, like that of `f32`, is left out; whoever decodes the reply has to check it.

use serde_json::Value;

/// The largest `f64` below 2^63.
const FARTHEST: f64 = 9_223_372_036_854_774_784.0;

/// Moves every integer bound of the schema inwards where it has to.
pub(super) fn fit(schema: &mut Value) {
    match schema {
        Value::Array(schemas) => schemas.iter_mut().for_each(fit),
        Value::Object(fields) => {
            fields.retain(|key, value| !(is_bound(key) && is_too_far(value)));
            for (key, value) in fields {
                match (key.as_str(), value) {
                    ("minimum" | "exclusiveMinimum", bound) => fit_bound(bound, lower),
                    ("maximum" | "exclusiveMaximum", bound) => fit_bound(bound, upper),
                    // Data, not schema.
                    ("const" | "enum" | "default" | "examples", _) => {}
                    // Here the keys are names the user chose, whatever they look like.
                    ("properties" | "$defs" | "definitions" | "patternProperties", Value::Object(named)) => {
                        named.values_mut().for_each(fit);
                    }
                    (_, value) => fit(value),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_bound(key: &str) -> bool {
    matches!(key, "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum")
}

fn is_too_far(bound: &Value) -> bool {
    // llguidance counts up to the next power of ten, which has to fit an `i64` as well.
    const FARTHEST_FLOAT: f64 = 1e17;
    bound.is_f64() && bound.as_f64().is_some_and(|bound| bound.abs() > FARTHEST_FLOAT)
}

fn fit_bound(bound: &mut Value, inwards: fn(i128) -> f64) {
    let whole = bound.as_i64().map(i128::from).or_else(|| bound.as_u64().map(i128::from));
    if let Some(whole) = whole.filter(|whole| whole.unsigned_abs() > 1 << 53) {
        *bound = inwards(whole).into();
    }
}

fn lower(bound: i128) -> f64 {
    let near = nearest(bound);
    let inside = if exact(near) < bound { near.next_up() } else { near };
    inside.clamp(-FARTHEST, FARTHEST)
}

fn upper(bound: i128) -> f64 {
    let near = nearest(bound);
    let inside = if exact(near) > bound { near.next_down() } else { near };
    inside.clamp(-FARTHEST, FARTHEST)
}

#[expect(clippy::cast_precision_loss, reason = "the callers correct what is lost")]
fn nearest(bound: i128) -> f64 {
    bound as f64
}

#[expect(clippy::cast_possible_truncation, reason = "it came from a 65-bit integer and has no fraction")]
fn exact(near: f64) -> i128 {
    near as i128
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_bounds_that_would_not_survive_change_and_never_outwards() {
        let mut schema = json!({"properties": {
            "default": {"minimum": i64::MIN, "maximum": i64::MAX},
            "b": {"minimum": 9_007_199_254_740_993_i64, "exclusiveMaximum": u64::MAX},
            "d": {"type": "number", "minimum": f32::MIN, "maximum": 1.5},
            "c": {"minimum": -5, "maximum": 255, "const": {"maximum": 1.5}},
        }});
        fit(&mut schema);
        let bound = |name: &str, key: &str| schema["properties"][name][key].clone();
        assert_eq!(bound("default", "minimum"), json!(-9.223_372_036_854_775e18));
        assert_eq!(bound("default", "maximum"), json!(9.223_372_036_854_775e18));
        assert_eq!(bound("b", "minimum"), json!(9_007_199_254_740_994.0));
        assert_eq!(bound("b", "exclusiveMaximum"), json!(9.223_372_036_854_775e18));
        assert_eq!(schema["properties"]["d"], json!({"type": "number", "maximum": 1.5}));
        assert_eq!(schema["properties"]["c"], json!({"minimum": -5, "maximum": 255, "const": {"maximum": 1.5}}));
    }
}
