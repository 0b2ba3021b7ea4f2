//! One field: its slot, its row in the table, and its value at the end.

use super::{Code, Private, rules};
use crate::attr::json;
use crate::doc::{json_string, label};
use crate::input::{Field, Model};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};
use serde_derive_internals::attr::Default;
use syn::spanned::Spanned;

impl Code<'_> {
    /// The type that the field is received as, where it is not the field's own.
    fn wire(&self, field: &Field<'_>) -> Option<TokenStream> {
        let ty = field.ty;
        let wire = field.attrs.wire.as_ref()?;
        let private = &self.private;
        let by = Ident::new(wire.by, ty.span());
        Some(quote_spanned!(ty.span()=> <#ty as #private::#by>::Wire))
    }

    /// An item of `Generate` for the type that the field is received as.
    fn item(&self, field: &Field<'_>, name: &str) -> TokenStream {
        match self.wire(field) {
            Some(wire) => {
                let span = field.span;
                self.associated(&wire, (span, span), name)
            }
            None => self.associated(field.ty, field.ends, name),
        }
    }

    /// The type of the field's slot.
    pub(super) fn slot(&self, field: &Field<'_>) -> TokenStream {
        let private = &self.private;
        let span = field.span;
        if field.attrs.with.is_some() {
            let ty = field.ty;
            return quote_spanned!(span=> #private::Captured<#private::Deserialized<#ty>>);
        }
        if field.attrs.is_checked() {
            let ty = field.ty;
            let wire = self.wire(field).unwrap_or_else(|| quote!(#ty));
            return quote_spanned!(span=> #private::Checked<#wire>);
        }
        self.item(field, "Partial")
    }

    /// Whether the slot is that of the type that the field is received as.
    fn is_plain(field: &Field<'_>) -> bool {
        field.attrs.with.is_none() && !field.attrs.is_checked()
    }

    /// A call of one of the trait's functions for slots, so that a type that is not `Generate` is found wrong in one place and
    /// in one way.
    fn call(&self, field: &Field<'_>, function: &str, slot: &TokenStream) -> TokenStream {
        let function = self.item(field, function);
        quote_spanned!(field.span=> #function(#slot))
    }

    /// The slot of the field as an `Option` of a `dyn Slot`; `exclusive` for one to be filled.
    pub(super) fn dynamic(&self, field: &Field<'_>, slot: &TokenStream, exclusive: bool) -> TokenStream {
        if Self::is_plain(field) {
            return self.call(field, if exclusive { "__slot_mut" } else { "__slot" }, slot);
        }
        let private = &self.private;
        quote_spanned!(field.span=> #private::Option::Some(#slot))
    }

    /// An empty slot.
    pub(super) fn empty(&self, field: &Field<'_>) -> TokenStream {
        if Self::is_plain(field) {
            return self.call(field, "__empty", &TokenStream::new());
        }
        let private = &self.private;
        quote_spanned!(field.span=> #private::Default::default())
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

    /// The shape of a field that is flattened, which is checked against those that are flattened before it in the same struct.
    fn flattened(&self, field: &Field<'_>, edge: &TokenStream) -> TokenStream {
        let private = self.private_at(field.span);
        let others: Vec<_> = self.model.flattened_before(field).map(|other| self.item(other, "SHAPE")).collect();
        if others.is_empty() {
            return quote_spanned!(field.span=> const { #private::flattened(#edge) });
        }
        quote_spanned!(field.span=> const { #private::flattened_beside(#edge, &[#(#others),*]) })
    }

    /// The field's row in the table.
    pub(super) fn row(&self, field: &Field<'_>) -> TokenStream {
        let private = &self.private;
        let edge = self.edge(field);
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
        let json = Literal::string(&json_string(field.name));
        let name = field.name;
        let named = quote!(#private::Field::named(#name, #json, #edge));
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

    /// What a field that is not received is at the end.
    pub(super) fn skipped(&self, field: &Field<'_>) -> TokenStream {
        let private = &self.private;
        let default = default(self.model, field, private);
        default.unwrap_or_else(|| quote_spanned!(field.span=> #private::Default::default()))
    }

    /// The value of a field as an `Option`, as `members` say it: from the text, or from `slot`, an expression for a `&mut` to its
    /// slot: what was received, or its default.
    pub(super) fn value(&self, field: &Field<'_>, slot: &TokenStream, members: &TokenStream) -> TokenStream {
        let private = &self.private;
        let value = if Self::is_plain(field) {
            self.call(field, "__member", &quote_spanned!(field.span=> #slot, #members))
        } else {
            quote_spanned!(field.span=> #private::member(#slot, #members))
        };
        let value = self.received(field, value);
        // What is flattened is always there: the default of the whole type is one for its own fields.
        let default = if field.serde.flatten() { None } else { default(self.model, field, private) };
        match default {
            Some(default) => {
                let ty = field.ty;
                quote! {
                    if #private::Members::default(#members, #private::Slot::state(#slot)) {
                        let __default: #ty = #default;
                        #private::Option::Some(__default)
                    } else {
                        #value
                    }
                }
            }
            None => value,
        }
    }

    /// The field's value, as an `Option`, from that of the type that it is received as.
    fn received(&self, field: &Field<'_>, value: TokenStream) -> TokenStream {
        let private = &self.private;
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
}

fn default(model: &Model<'_>, field: &Field<'_>, private: &Private) -> Option<TokenStream> {
    let member = &field.member;
    if let Some(value) = &field.attrs.default {
        return Some(quote!(#value));
    }
    match (field.serde.default(), model.serde.default()) {
        (Default::Default, _) => Some(quote_spanned!(field.span=> #private::Default::default())),
        (Default::Path(path), _) => Some(quote!(#path())),
        (Default::None, Default::Default) => Some(quote!({
            let __default: Self::Value = #private::Default::default();
            __default.#member
        })),
        (Default::None, Default::Path(path)) => Some(quote!({
            let __default: Self::Value = #path();
            __default.#member
        })),
        (Default::None, Default::None) => None,
    }
}
