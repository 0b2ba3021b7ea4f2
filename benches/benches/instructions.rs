//! Instructions, counted by callgrind: `cargo bench -p formwork-benches --bench instructions`, which needs valgrind and
//! gungraun-runner. Unlike time they do not depend on what else the machine does.
#![expect(missing_docs, reason = "the macros of gungraun write some without")]
#![expect(clippy::expect_used, reason = "a benchmark fails by panicking")]

use formwork_benches::documents::{Json, character, invoice, list};
use formwork_benches::{Document, pieces, whole};
use gungraun::Callgrind;
use gungraun::prelude::*;
use jiter::JsonValue;
use std::hint::black_box;

/// Drops what was read, which is not counted.
fn check<T>(value: Option<T>) {
    drop(value.expect("the document is right"));
}

/// A benchmark of whole documents for each parser.
macro_rules! whole {
    ($($name:ident: $parser:ident -> $value:ty;)*) => {
        $(
            #[library_benchmark(teardown = check)]
            #[bench::character(Json::compact(&character()))]
            #[bench::invoice(Json::compact(&invoice()))]
            #[bench::list_1024(Json::compact(&list(1024)))]
            #[bench::pretty_1024(Json::pretty(&list(640)))]
            fn $name<T: Document>(json: Json<T>) -> Option<$value> {
                black_box(whole::$parser(black_box(json)))
            }
        )*
        library_benchmark_group!(name = whole_documents, benchmarks = [$($name),*]);
    };
}

whole! {
    whole_formwork: formwork -> T;
    whole_serde_json: serde_json -> T;
    whole_sonic_rs: sonic_rs -> T;
    whole_simd_json: simd_json -> T;
    whole_jiter: jiter -> JsonValue<'static>;
    whole_miniserde: miniserde -> T;
}

/// The same of documents in pieces, of which the longest would take the peers all day: their cost is the square of the length.
macro_rules! pieces {
    ($($name:ident: $parser:ident -> $value:ty;)*) => { $(
        #[library_benchmark(teardown = check)]
        #[bench::character(Json::compact(&character()))]
        #[bench::invoice(Json::compact(&invoice()))]
        #[bench::list_4(Json::compact(&list(4)))]
        #[bench::list_16(Json::compact(&list(16)))]
        fn $name<T: Document>(json: Json<T>) -> Option<$value> {
            black_box(pieces::$parser(black_box(json)))
        }
    )* };
}

pieces! {
    pieces_formwork: formwork -> T;
    pieces_jiter: jiter -> JsonValue<'static>;
    pieces_partial_json_fixer: partial_json_fixer -> serde_json::Value;
}

#[library_benchmark(teardown = check)]
#[bench::list_64(Json::compact(&list(64)))]
#[bench::list_256(Json::compact(&list(256)))]
fn more_pieces_formwork<T: Document>(json: Json<T>) -> Option<T> {
    black_box(pieces::formwork(black_box(json)))
}

library_benchmark_group!(
    name = in_pieces,
    benchmarks = [pieces_formwork, pieces_jiter, pieces_partial_json_fixer, more_pieces_formwork]
);

main!(
    config = LibraryBenchmarkConfig::default().tool(Callgrind::with_args(["--cache-sim=no"])),
    library_benchmark_groups = [whole_documents, in_pieces]
);
