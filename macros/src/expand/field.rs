//! One field: its slot, its row in the table, and its value at the end.

use super::{Code, rules};
use crate::attr::{self, json};
use crate::doc::{json_string, label};
use crate::input::Field;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use serde_derive_internals::attr::Default;
use syn::ExprPath;
use syn::spanned::Spanned;

impl Code<'_> {
    /// The type that the field is received as, where it is not the field's own.
    fn wire(&self, field: &Field<'_>) -> Option<TokenStream> {
        let wire = field.attrs.wire.as_ref()?;
        Some(self.of_trait(field.ty, field.ends, wire.by, "Wire"))
    }

    /// The type of what is received for the field.
    pub(super) fn received(&self, field: &Field<'_>) -> TokenStream {
        let ty = field.ty;
        if field.attrs.with.is_some() {
            let private = &self.private;
            return quote!(#private::Deserialized<#ty>);
        }
        self.wire(field).unwrap_or_else(|| quote!(#ty))
    }

    /// An item of `Generate` for the type that the field is received as.
    fn item(&self, field: &Field<'_>, name: &str) -> TokenStream {
        match self.wire(field) {
            Some(wire) => self.associated(&wire, field.ends, name),
            None => self.associated(field.ty, field.ends, name),
        }
    }

    /// The type of the field's slot.
    pub(super) fn slot(&self, field: &Field<'_>) -> TokenStream {
        if field.attrs.with.is_some() {
            return self.of_trait(field.ty, field.ends, "BySerde", "Slot");
        }
        let own = self.item(field, "Partial");
        if !field.attrs.is_checked() {
            return own;
        }
        // With both its parameters, since the second is what the compiler finds wrong.
        let ty = field.ty;
        let first = self.private_at(field.ends.0);
        quote_spanned!(field.ends.1=> #first::Checked<#ty, #own>)
    }

    /// Whether the slot is that of the type that the field is received as.
    fn is_plain(field: &Field<'_>) -> bool {
        field.attrs.with.is_none() && !field.attrs.is_checked()
    }

    /// The runtime's `&'static Type` of the field.
    fn ty(&self, field: &Field<'_>) -> TokenStream {
        let (span, ty, slot) = (field.span, field.ty, self.slot(field));
        let private = self.private_at(span);
        if Self::is_plain(field) && field.attrs.wire.is_none() {
            let own = self.item(field, "__TYPE");
            if field.serde.flatten() {
                let edge = self.edge(field);
                return quote_spanned!(span=> const { &#own.erased().shaped(#edge) });
            }
            return quote!(#own.erased());
        }
        let edge = self.edge(field);
        match &field.attrs.wire {
            _ if field.attrs.with.is_some() => {
                quote_spanned!(span=> const { &#private::Type::received::<#slot, #private::With>(#edge) })
            }
            Some(wire) => {
                let marker = Ident::new(&format!("From{}", wire.by), span);
                quote_spanned!(span=> const { &#private::Type::received::<#slot, #private::#marker<#ty>>(#edge) })
            }
            None => {
                let own = self.item(field, "__CHECKED");
                quote!(#own.erased())
            }
        }
    }

    /// The shape of the field's type.
    pub(super) fn edge(&self, field: &Field<'_>) -> TokenStream {
        let private = &self.private;
        if let Some(with) = &field.attrs.with {
            let schema = &with.schema;
            return quote!(#private::Edge::new(const { &#private::Shape::anonymous(#private::Kind::Raw(#schema)) }, 0));
        }
        let edge = self.item(field, "SHAPE");
        if field.serde.flatten() { self.flattened(field, &edge) } else { edge }
    }

    /// The shape of the field's type, looked at where no row of a table does that.
    pub(super) fn sound_edge(&self, field: &Field<'_>) -> TokenStream {
        let (here, edge) = (self.private_at(field.ends.0), self.edge(field));
        quote_spanned!(field.ends.1=> #here::sound(#edge))
    }

    /// The shape of a field that is flattened, which is checked against the fields beside it and those that are flattened before it.
    fn flattened(&self, field: &Field<'_>, edge: &TokenStream) -> TokenStream {
        let private = self.private_at(field.span);
        let (fields, tag) = self.model.object_of(field);
        let present = || fields.iter().filter(|other| !other.skipped);
        let own = present().filter(|other| !other.serde.flatten()).flat_map(|other| other.serde.aliases());
        let own = own.map(|name| name.value.as_str()).chain(tag);
        let before = present().take_while(|other| !core::ptr::eq(*other, field)).filter(|other| other.serde.flatten());
        let others = before.map(|other| self.item(other, "SHAPE"));
        quote_spanned!(field.span=> const { #private::flattened(#edge, &[#(#own),*], &[#(#others),*]) })
    }

    /// The field's row in the table; `value` is an expression for where it lies in the value.
    pub(super) fn row(&self, field: &Field<'_>, value: &TokenStream) -> TokenStream {
        let private = &self.private;
        let description = (!field.description.is_empty()).then(|| {
            let description = label(private, &field.description);
            quote!(description: #description,)
        });
        let rules = rules::rules(self, field).map(|rules| quote!(rules: #rules,));
        let absent = if field.serde.flatten() {
            Some(quote!(absent: #private::Absent::Flattened,))
        } else {
            let has_default = !field.serde.default().is_none() || !self.model.serde.default().is_none();
            has_default.then(|| quote!(absent: #private::Absent::Default,))
        };
        let aliases: Vec<_> =
            field.serde.aliases().iter().map(|alias| &alias.value).filter(|alias| alias.as_str() != field.name).collect();
        let aliases = (!aliases.is_empty()).then(|| quote!(aliases: &[#(#aliases),*],));
        let notes = self.notes(field);
        let json = json_string(field.name);
        let key = Literal::u128_unsuffixed(first_bytes(&format!("{json}:")));
        let (name, json) = (field.name, Literal::string(&json));
        let ty = self.ty(field);
        // Placed at the type, of which it finds some things wrong.
        let here = self.private_at(field.ends.0);
        let named = quote_spanned!(field.ends.1=> #here::Field::named(#name, #json, #key, #ty, #value));
        let more = quote!(#description #rules #absent #aliases #notes);
        if more.is_empty() { named } else { quote!(#private::Field { #more ..#named }) }
    }

    fn notes(&self, field: &Field<'_>) -> Option<TokenStream> {
        let private = &self.private;
        let default = field.attrs.default.as_ref().and_then(|value| json(value).ok()).unwrap_or_default();
        if field.attrs.title.is_none() && field.attrs.examples.is_empty() && default.is_empty() {
            return None;
        }
        let title = label(private, field.attrs.title.as_deref().unwrap_or_default());
        let examples =
            if field.attrs.examples.is_empty() { String::new() } else { format!("[{}]", field.attrs.examples.join(",")) };
        Some(quote!(notes: &#private::Notes { title: #title, examples: #examples, default: #default },))
    }

    /// The field's value from what was received for it.
    pub(super) fn unwrapped(&self, field: &Field<'_>, value: TokenStream) -> TokenStream {
        if field.attrs.with.is_some() {
            return quote!(#value.0);
        }
        let Some(wire) = &field.attrs.wire else {
            return value;
        };
        let span = field.span;
        let here = self.private_at(span);
        let by = Ident::new(wire.by, span);
        quote_spanned!(span=> #here::#by::from_wire(#value))
    }

    /// What a field that is not received is at the end, as an expression for it.
    pub(super) fn skipped(&self, field: &Field<'_>) -> TokenStream {
        self.default(field).unwrap_or_else(|| self.left_out(field))
    }

    /// What is flattened is always there: the default of the whole type is one for its own fields.
    fn absent_default(&self, field: &Field<'_>) -> Option<TokenStream> {
        if field.serde.flatten() { None } else { self.default(field) }
    }

    /// What makes the default of a field, or of one that is not received.
    pub(super) fn field_default(&self, field: &Field<'_>) -> Option<TokenStream> {
        let default = if field.skipped { Some(self.skipped(field)) } else { self.absent_default(field) }?;
        let (private, ty) = (&self.private, field.ty);
        // The compiler shows the field's type beside a default that is of another.
        let default = if field.attrs.default.is_some() { quote!({ let __default: #ty = #default; __default }) } else { default };
        Some(quote!(#private::FieldDefault::new::<#ty>(|| #default)))
    }

    /// What is done with the slot of a variant's one field: `name` is a function of `Generate`, and `other` the same for slots that
    /// are not those of the type.
    pub(super) fn of_slot(&self, field: &Field<'_>, name: &str, other: &TokenStream) -> TokenStream {
        if !Self::is_plain(field) {
            return other.clone();
        }
        let constant = self.item(field, name);
        quote_spanned!(field.ends.0=> (#constant))
    }

    /// The value of a field as an `Option`, from an expression for a `&mut` to its slot.
    pub(super) fn value(&self, field: &Field<'_>, slot: &Ident) -> TokenStream {
        let private = &self.private;
        let here = self.private_at(field.span);
        let take = self.of_slot(field, "__TAKE", &quote_spanned!(field.span=> #here::Partial::take));
        let value = quote!(#take(#slot));
        if let Some(wire) = &field.attrs.wire {
            // Not a closure, which the lints of users would call redundant.
            let here = self.private_at(field.span);
            let by = Ident::new(wire.by, field.span);
            return quote_spanned!(field.span=> #here::Option::map(#value, #here::#by::from_wire));
        }
        if field.attrs.with.is_some() {
            return quote!(#private::Option::map(#value, |__value| __value.0));
        }
        value
    }

    /// The default of the field's own type, wanted at that type.
    fn left_out(&self, field: &Field<'_>) -> TokenStream {
        let left_out = self.of_trait(field.ty, field.ends, "LeftOut", "left_out");
        quote_spanned!(field.ends.1=> #left_out())
    }

    /// The default that the attributes speak of.
    fn default(&self, field: &Field<'_>) -> Option<TokenStream> {
        let model = self.model;
        if let Some(value) = &field.attrs.default {
            return Some(quote!(#value));
        }
        let whole = match (field.serde.default(), model.serde.default()) {
            (Default::Default, _) => return Some(self.left_out(field)),
            (Default::Path(path), _) => return Some(called(path)),
            (Default::None, Default::Default) => {
                let span = attr::find(model.attributes, "default").map_or_else(Span::call_site, |item| item.span());
                let here = self.private_at(span);
                quote_spanned!(span=> #here::Default::default())
            }
            (Default::None, Default::Path(path)) => called(path),
            (Default::None, Default::None) => return None,
        };
        let (member, ident) = (&field.member, model.ident);
        let (_, type_generics, _) = model.generics.split_for_impl();
        Some(quote!({
            let __default: #ident #type_generics = #whole;
            __default.#member
        }))
    }
}

/// A call of a function, all of which is placed at its path.
fn called(path: &ExprPath) -> TokenStream {
    quote_spanned!(path.span()=> #path())
}

/// The first 16 bytes as a number, the first byte last.
fn first_bytes(text: &str) -> u128 {
    text.bytes().take(16).enumerate().fold(0, |number, (index, byte)| number | u128::from(byte) << (8 * index))
}
