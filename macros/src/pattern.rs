//! `pattern = ".."`: checked to be a regular expression that every side understands alike, and rewritten for the server.

use crate::doc::json_string;
use regex_syntax::ast::{
    Assertion, AssertionKind, Ast, ClassAsciiKind, ClassBracketed, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem, Literal,
    RepetitionKind, RepetitionRange, parse::ParserBuilder,
};

/// A regular expression in its forms.
pub(crate) struct Pattern {
    /// As it was written.
    pub(crate) source: String,
    /// Without what means different things to different sides.
    pub(crate) expression: String,
    /// What the server takes, as a JSON string.
    pub(crate) ollama: String,
}

/// Checks and rewrites `source`; the error says what to write instead.
pub(crate) fn pattern(source: &str) -> Result<Pattern, String> {
    let mut parser = ParserBuilder::new().nest_limit(DEEPEST).build();
    let ast = parser.parse(source).map_err(|error| format!("this is not a regular expression: {}", error.kind()))?;
    let inside = anchored(&ast)?;
    if inside.iter().map(size).fold(0, u64::saturating_add) > LARGEST {
        return Err(
            "written out, repetitions inside one another make too much of this; write a shorter pattern, or use `check`".into()
        );
    }
    let both = |for_server| -> Result<String, String> {
        let mut text = String::from("^");
        for part in inside {
            write(part, for_server, &mut text)?;
        }
        text.push('$');
        Ok(text)
    };
    Ok(Pattern { source: source.to_owned(), expression: both(false)?, ollama: json_string(&both(true)?) })
}

/// What stands between `^` and `$`.
fn anchored(ast: &Ast) -> Result<&[Ast], String> {
    const FORM: &str = "a pattern is about the whole string; write `^` in front and `$` at the end";
    match ast {
        Ast::Concat(concat) => match concat.asts.as_slice() {
            [first, inside @ .., last] if is(first, &AssertionKind::StartLine) && is(last, &AssertionKind::EndLine) => Ok(inside),
            _ => Err(FORM.into()),
        },
        Ast::Alternation(_) => Err("the ends belong to one side only of a `|`; write `^(a|b)$`".into()),
        _ => Err(FORM.into()),
    }
}

fn is(ast: &Ast, kind: &AssertionKind) -> bool {
    matches!(ast, Ast::Assertion(assertion) if assertion.kind == *kind)
}

/// The most repetitions that the server's grammar takes.
const MOST: u32 = 1_000;

/// How deep groups may be in one another: what checks a received value takes 50 levels.
const DEEPEST: u32 = 40;

/// How many characters a pattern may have when its repetitions are written out, as both ends do. A larger one is refused here, since
/// neither would say so: the one would take every value, and the other fail every request.
const LARGEST: u64 = 20_000;

fn size(ast: &Ast) -> u64 {
    match ast {
        Ast::Repetition(repetition) => {
            let times = match &repetition.op.kind {
                RepetitionKind::Range(
                    RepetitionRange::Exactly(most) | RepetitionRange::AtLeast(most) | RepetitionRange::Bounded(_, most),
                ) => u64::from(*most),
                _ => 1,
            };
            times.max(1).saturating_mul(size(&repetition.ast))
        }
        Ast::Group(group) => size(&group.ast),
        Ast::Alternation(alternation) => alternation.asts.iter().map(size).fold(0, u64::saturating_add),
        Ast::Concat(concat) => concat.asts.iter().map(size).fold(0, u64::saturating_add),
        _ => 1,
    }
}

fn write(ast: &Ast, for_server: bool, out: &mut String) -> Result<(), String> {
    match ast {
        Ast::Empty(_) => {}
        Ast::Literal(literal) => self::literal(literal, out)?,
        // Left to itself the server would write a quote or a line end for it.
        Ast::Dot(_) => out.push_str(if for_server { "[^\"\\\\\\x00-\\x1F\\x7F]" } else { "." }),
        Ast::ClassPerl(class) => {
            out.push_str(if class.negated { "[^" } else { "[" });
            out.push_str(perl(class, for_server && !class.negated));
            out.push_str(if class.negated && for_server { EXCLUDED } else { "" });
            out.push(']');
        }
        Ast::ClassBracketed(class) => bracketed(class, for_server, out)?,
        Ast::Repetition(repetition) => {
            if !repetition.greedy {
                return Err("the server does not know `*?`, `+?` and `??`; leave out the second `?`".into());
            }
            let simple = matches!(&*repetition.ast, Ast::Literal(literal) if literal.c.is_ascii())
                || matches!(&*repetition.ast, Ast::Group(_) | Ast::ClassPerl(_) | Ast::ClassBracketed(_) | Ast::Dot(_));
            out.push_str(if simple { "" } else { "(" });
            write(&repetition.ast, for_server, out)?;
            out.push_str(if simple { "" } else { ")" });
            out.push_str(&times(&repetition.op.kind)?);
        }
        Ast::Group(group) => {
            if group.flags().is_some_and(|flags| !flags.items.is_empty()) {
                return Err("the server does not know flags such as `(?i)`; write both cases, as in `[aA]`".into());
            }
            out.push('(');
            write(&group.ast, for_server, out)?;
            out.push(')');
        }
        Ast::Alternation(alternation) => {
            for (index, alternative) in alternation.asts.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "|" });
                write(alternative, for_server, out)?;
            }
        }
        Ast::Concat(concat) => {
            for part in &concat.asts {
                write(part, for_server, out)?;
            }
        }
        Ast::Flags(_) => return Err("the server does not know flags such as `(?i)`; write both cases, as in `[aA]`".into()),
        Ast::ClassUnicode(_) => return Err("the server does not know `\\p{..}`; write the ranges, as in `[a-zà-ÿ]`".into()),
        Ast::Assertion(assertion) => return Err(misplaced(assertion)),
    }
    Ok(())
}

fn misplaced(assertion: &Assertion) -> String {
    match assertion.kind {
        AssertionKind::StartLine | AssertionKind::EndLine => {
            "`^` and `$` can only stand at the two ends; write `^(a|b)$` for alternatives".into()
        }
        _ => "the server does not know word boundaries such as `\\b`; write out what stands there".into(),
    }
}

/// What a string can only hold escaped, and the server does not escape.
const EXCLUDED: &str = "\"\\\\\\x00-\\x1F\\x7F";

/// The characters of a class; `to_write` for those that the server may write. It would write a tab or a line end as it is, which no
/// JSON string may hold.
fn perl(class: &ClassPerl, to_write: bool) -> &'static str {
    match class.kind {
        ClassPerlKind::Digit => "0-9",
        ClassPerlKind::Space if to_write => " ",
        ClassPerlKind::Space => " \\t\\n\\r",
        ClassPerlKind::Word => "0-9A-Za-z_",
    }
}

fn literal(literal: &Literal, out: &mut String) -> Result<(), String> {
    match literal.c {
        '"' | '\\' => {
            return Err(
                "the server writes a quote or a backslash of a pattern without the escape that JSON needs; use `check`".into()
            );
        }
        control if control.is_control() => {
            return Err(
                "the server writes a control character of a pattern without the escape that JSON needs; use `check`".into()
            );
        }
        special if "^$.*+?()[]{}|".contains(special) => {
            // In brackets every side agrees on what is meant, `^` excepted.
            if special == '^' || special == ']' || special == '[' {
                out.push('\\');
                out.push(special);
            } else {
                out.push('[');
                out.push(special);
                out.push(']');
            }
        }
        plain => out.push(plain),
    }
    Ok(())
}

fn times(kind: &RepetitionKind) -> Result<String, String> {
    let counts = match kind {
        RepetitionKind::ZeroOrOne => return Ok("?".into()),
        RepetitionKind::ZeroOrMore => return Ok("*".into()),
        RepetitionKind::OneOrMore => return Ok("+".into()),
        RepetitionKind::Range(range) => range,
    };
    let (text, most) = match counts {
        RepetitionRange::Exactly(count) => (format!("{{{count}}}"), *count),
        RepetitionRange::AtLeast(least) => (format!("{{{least},}}"), *least),
        RepetitionRange::Bounded(least, most) => (format!("{{{least},{most}}}"), *most),
    };
    if most > MOST {
        return Err(format!("the server takes at most {MOST} repetitions; write `*` or `+` and bound the length with `check`"));
    }
    Ok(text)
}

fn bracketed(class: &ClassBracketed, for_server: bool, out: &mut String) -> Result<(), String> {
    out.push_str(if class.negated { "[^" } else { "[" });
    match &class.kind {
        ClassSet::Item(item) => item_of(item, class.negated, for_server, out)?,
        ClassSet::BinaryOp(_) => return Err("the server does not know `&&`, `--` and `~~` in brackets; write the ranges".into()),
    }
    out.push_str(if class.negated && for_server { EXCLUDED } else { "" });
    out.push(']');
    Ok(())
}

fn item_of(item: &ClassSetItem, negated: bool, for_server: bool, out: &mut String) -> Result<(), String> {
    match item {
        ClassSetItem::Empty(_) => Ok(()),
        ClassSetItem::Literal(literal) => in_brackets(literal.c, negated, out),
        ClassSetItem::Range(range) => {
            if (range.start.c..=range.end.c).any(needs_escape) && !negated {
                return Err(
                    "this range holds a quote or a backslash, which JSON must escape and the server does not; narrow it".into()
                );
            }
            in_brackets(range.start.c, negated, out)?;
            out.push('-');
            in_brackets(range.end.c, negated, out)
        }
        ClassSetItem::Perl(class) if class.negated => {
            Err("the server does not know `\\D`, `\\W` and `\\S` in brackets; write the ranges".into())
        }
        ClassSetItem::Perl(class) => {
            out.push_str(perl(class, for_server && !negated));
            Ok(())
        }
        ClassSetItem::Ascii(class) if !class.negated => {
            out.push_str(match class.kind {
                ClassAsciiKind::Alnum => "0-9A-Za-z",
                ClassAsciiKind::Alpha => "A-Za-z",
                ClassAsciiKind::Digit => "0-9",
                ClassAsciiKind::Lower => "a-z",
                ClassAsciiKind::Upper => "A-Z",
                ClassAsciiKind::Xdigit => "0-9A-Fa-f",
                ClassAsciiKind::Word => "0-9A-Za-z_",
                _ => return Err("the server does not know this class; write the ranges".into()),
            });
            Ok(())
        }
        ClassSetItem::Union(union) => union.items.iter().try_for_each(|item| item_of(item, negated, for_server, out)),
        _ => Err("the server does not know this class in brackets; write the ranges".into()),
    }
}

fn needs_escape(character: char) -> bool {
    matches!(character, '"' | '\\') || character.is_control()
}

fn in_brackets(character: char, negated: bool, out: &mut String) -> Result<(), String> {
    if needs_escape(character) && !negated {
        return Err(
            "the server writes a quote or a backslash of a pattern without the escape that JSON needs; use `check`".into()
        );
    }
    if "^-]\\[".contains(character) {
        out.push('\\');
    }
    out.push(character);
    Ok(())
}
