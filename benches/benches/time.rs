//! Time, by divan: `cargo bench -p formwork-benches --bench time`. With `--features allocations` it counts allocations, too.

use divan::Bencher;
use divan::counter::BytesCount;
use formwork_benches::documents::{Json, character, invoice, list};

#[cfg(feature = "allocations")]
#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

fn measure<T, R>(bencher: Bencher<'_, '_>, json: Json<T>, read: impl Fn(Json<T>) -> Option<R>) {
    assert!(read(json).is_some(), "the document is right");
    bencher.counter(BytesCount::of_slice(json.bytes)).bench_local(|| read(json));
}

/// A module of benchmarks for each document, with one for each parser.
macro_rules! documents {
    ($way:ident $parsers:tt $($document:ident $json:expr;)*) => { $( parsers! { $way $document $parsers $json } )* };
}

macro_rules! parsers {
    ($way:ident $document:ident [$($parser:ident)*] $json:expr) => {
        mod $document {
            use super::*;
            use formwork_benches::$way;

            $(
                #[divan::bench]
                fn $parser(bencher: Bencher<'_, '_>) {
                    measure(bencher, $json, $way::$parser);
                }
            )*
        }
    };
}

documents! {
    whole [formwork serde_json sonic_rs simd_json jiter miniserde]
    whole_character Json::compact(&character());
    whole_invoice Json::compact(&invoice());
    whole_list_1024 Json::compact(&list(1024));
    whole_pretty_1024 Json::pretty(&list(640));
}

documents! {
    pieces [formwork jiter partial_json_fixer]
    pieces_character Json::compact(&character());
    pieces_invoice Json::compact(&invoice());
}

documents! {
    pieces [formwork]
    pieces_list_4 Json::compact(&list(4));
    pieces_list_16 Json::compact(&list(16));
    pieces_list_64 Json::compact(&list(64));
    pieces_list_256 Json::compact(&list(256));
}

/// The peers need seconds for this.
#[divan::bench_group(sample_count = 3, sample_size = 1)]
mod slow {
    use super::{Bencher, Json, list, measure};

    documents! {
        pieces [jiter partial_json_fixer]
        pieces_list_64 Json::compact(&list(64));
    }
}
