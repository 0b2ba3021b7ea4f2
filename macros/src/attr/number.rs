//! Numbers in attributes: ranges, steps and lengths.

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, ExprRange, ExprUnary, Lit, RangeLimits, UnOp};

/// A number as it was written.
#[derive(Clone)]
pub(crate) struct Number {
    pub(crate) text: String,
    pub(crate) integer: Option<i128>,
    pub(crate) float: f64,
}

/// One end of a range.
pub(crate) struct End {
    pub(crate) number: Number,
    pub(crate) exclusive: bool,
}

/// The ends of a range of numbers.
pub(crate) struct Range {
    pub(crate) span: Span,
    pub(crate) minimum: Option<End>,
    pub(crate) maximum: Option<End>,
}

/// `len = ..`: the least and most characters or elements.
pub(crate) struct Length {
    pub(crate) span: Span,
    pub(crate) minimum: Option<usize>,
    pub(crate) maximum: Option<usize>,
}

/// The expression without the invisible brackets that a `macro_rules!` macro puts around what it was given.
pub(super) fn plain(mut expression: &Expr) -> &Expr {
    while let Expr::Group(group) = expression {
        expression = &group.expr;
    }
    expression
}

const RANGE_FORM: &str = "write a range such as `0..=120`, `1..` or `..=9.5`";

pub(crate) fn range(expression: &Expr) -> syn::Result<Range> {
    let expression = plain(expression);
    let Expr::Range(ExprRange { start, end, limits, .. }) = expression else {
        return Err(syn::Error::new_spanned(expression, RANGE_FORM));
    };
    let open = matches!(limits, RangeLimits::HalfOpen(_));
    let end_of = |expression: &Expr, exclusive| number(expression).map(|number| End { number, exclusive });
    let minimum = start.as_deref().map(|start| end_of(start, false)).transpose()?;
    let maximum = end.as_deref().map(|end| end_of(end, open)).transpose()?;
    if minimum.is_none() && maximum.is_none() {
        return Err(syn::Error::new_spanned(expression, RANGE_FORM));
    }
    let range = Range { span: expression.span(), minimum, maximum };
    range.check().map_err(|message| syn::Error::new_spanned(expression, message))?;
    Ok(range)
}

impl Range {
    /// Whether a number is in it.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let (Some(low), Some(high)) = (&self.minimum, &self.maximum) else {
            return Ok(());
        };
        let excludes = low.exclusive || high.exclusive;
        if low.number.float > high.number.float || (excludes && low.number.text == high.number.text) {
            return Err("no number is in this range; put the smaller end first");
        }
        Ok(())
    }
}

pub(crate) fn number(expression: &Expr) -> syn::Result<Number> {
    let (negative, literal) = match plain(expression) {
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => (true, plain(expr)),
        other => (false, other),
    };
    let digits = match literal {
        Expr::Lit(ExprLit { lit: Lit::Int(literal), .. }) => literal.base10_digits().to_owned(),
        Expr::Lit(ExprLit { lit: Lit::Float(literal), .. }) => literal.base10_digits().to_owned(),
        other => return Err(syn::Error::new_spanned(other, "write a literal number here")),
    };
    // Rust writes `1.` and JSON does not.
    let digits = digits.strip_suffix('.').unwrap_or(&digits);
    let text = if negative { format!("-{digits}") } else { digits.to_owned() };
    let float: f64 = text.parse().map_err(|_| syn::Error::new_spanned(expression, "this is not a number"))?;
    if !float.is_finite() {
        return Err(syn::Error::new_spanned(expression, "this number is not finite"));
    }
    Ok(Number { integer: text.parse().ok(), text, float })
}

/// `multiple_of = ..`
pub(crate) fn step(expression: &Expr) -> syn::Result<Number> {
    let step = number(expression)?;
    if step.float <= 0.0 {
        return Err(syn::Error::new_spanned(expression, "a step is greater than 0"));
    }
    Ok(step)
}

const LENGTH_FORM: &str = "write a length such as `1..=80`, `1..`, `..=80` or `4`";

pub(crate) fn length(expression: &Expr) -> syn::Result<Length> {
    let wrong = |tokens: &dyn ToTokens| syn::Error::new_spanned(tokens, LENGTH_FORM);
    let count = |expression: &Expr| match plain(expression) {
        Expr::Lit(ExprLit { lit: Lit::Int(literal), .. }) => literal.base10_parse::<usize>(),
        other => Err(wrong(other)),
    };
    let (minimum, maximum) = match plain(expression) {
        Expr::Range(range) => {
            let end = range.end.as_deref().map(count).transpose()?;
            let end = match (end, &range.limits) {
                (Some(end), RangeLimits::HalfOpen(_)) => Some(end.checked_sub(1).ok_or_else(|| wrong(range))?),
                (end, _) => end,
            };
            (range.start.as_deref().map(count).transpose()?, end)
        }
        exact => (Some(count(exact)?), Some(count(exact)?)),
    };
    if let (Some(low), Some(high)) = (minimum, maximum)
        && low > high
    {
        return Err(syn::Error::new_spanned(expression, "no length is in this range; put the smaller end first"));
    }
    if minimum.is_none() && maximum.is_none() {
        return Err(wrong(expression));
    }
    Ok(Length { span: expression.span(), minimum, maximum })
}
