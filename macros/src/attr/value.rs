//! Literal values in attributes: examples and choices.

use super::number::{Number, number, plain};
use crate::doc::json_string;
use syn::{Expr, ExprLit, Lit};

/// The JSON of a literal, or of an array of them.
pub(crate) fn json(expression: &Expr) -> syn::Result<String> {
    match plain(expression) {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Ok(json_string(&text.value())),
        Expr::Lit(ExprLit { lit: Lit::Char(text), .. }) => Ok(json_string(&text.value().to_string())),
        Expr::Lit(ExprLit { lit: Lit::Bool(value), .. }) => Ok(value.value.to_string()),
        Expr::Array(array) => {
            let elements = array.elems.iter().map(json).collect::<syn::Result<Vec<_>>>()?;
            Ok(format!("[{}]", elements.join(",")))
        }
        other => match number(other) {
            Ok(number) => Ok(number.text),
            Err(_) => Err(syn::Error::new_spanned(other, "write a literal, or an array of literals in brackets")),
        },
    }
}

/// A literal that rules can be held against.
pub(crate) enum Literal {
    Text(String),
    Number(f64),
}

/// The literal that the expression is, if it is one.
pub(crate) fn literal(expression: &Expr) -> Option<Literal> {
    match plain(expression) {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(Literal::Text(text.value())),
        other => number(other).ok().map(|number| Literal::Number(number.float)),
    }
}

/// The choices of `one_of`.
pub(crate) enum Choices {
    Strings(Vec<String>),
    Numbers(Vec<Number>),
}

/// `one_of = ["a", "b"]`
pub(crate) fn choices(expression: &Expr) -> syn::Result<Choices> {
    const FORM: &str = "write the choices in brackets, as in `one_of = [\"small\", \"large\"]` or `one_of = [1, 2, 5]`";
    const CHOICE: &str = "a choice is a string in quotes or a number; write one, or an enum as the field's type";
    let Expr::Array(array) = plain(expression) else {
        return Err(syn::Error::new_spanned(expression, FORM));
    };
    let text = |expression: &Expr| match plain(expression) {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    };
    let Some(first) = array.elems.first() else {
        return Err(syn::Error::new_spanned(array, "without a choice there is no value; write at least one"));
    };
    let is_text = text(first).is_some();
    let mut strings = Vec::new();
    let mut numbers: Vec<Number> = Vec::new();
    for element in &array.elems {
        let is_twice = match text(element) {
            Some(value) if is_text => {
                let is_twice = strings.contains(&value);
                strings.push(value);
                is_twice
            }
            Some(_) => return Err(syn::Error::new_spanned(element, "the other choices are numbers; write a number")),
            None if is_text => return Err(syn::Error::new_spanned(element, "the other choices are strings; write a string")),
            None => {
                let value = number(element).map_err(|_| syn::Error::new_spanned(element, CHOICE))?;
                let is_twice = numbers.iter().any(|other| other.text == value.text);
                numbers.push(value);
                is_twice
            }
        };
        if is_twice {
            return Err(syn::Error::new_spanned(element, "this choice is there twice; remove it"));
        }
    }
    Ok(if is_text { Choices::Strings(strings) } else { Choices::Numbers(numbers) })
}
