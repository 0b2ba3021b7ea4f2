//! Time, by divan: `cargo bench -p formwork-benches`.

use divan::Bencher;
use divan::counter::BytesCount;
use formwork_benches::documents::{character, compact, invoice, list, pretty};
use formwork_benches::types::{Character, Invoice, Record};
use formwork_benches::{Document, PIECES, WHOLE, pieces, tokens, whole};

/// Counts allocations beside the time.
#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

fn measure(bencher: Bencher<'_, '_>, bytes: &[u8], read: impl Fn(&[u8]) -> bool + Sync) {
    bencher.counter(BytesCount::of_slice(bytes)).bench(|| assert!(read(bytes)));
}

fn measure_whole<T: Document>(bencher: Bencher<'_, '_>, parser: &str, bytes: &[u8]) {
    measure(bencher, bytes, |bytes| whole::<T>(parser, bytes));
}

fn measure_pieces<T: Document>(bencher: Bencher<'_, '_>, parser: &str, bytes: &[u8]) {
    let tokens = tokens(bytes);
    measure(bencher, bytes, |bytes| pieces::<T>(parser, bytes, &tokens));
}

#[divan::bench(args = WHOLE)]
fn whole_character(bencher: Bencher<'_, '_>, parser: &str) {
    measure_whole::<Character>(bencher, parser, &compact(&character()));
}

#[divan::bench(args = WHOLE)]
fn whole_invoice(bencher: Bencher<'_, '_>, parser: &str) {
    measure_whole::<Invoice>(bencher, parser, &compact(&invoice()));
}

#[divan::bench(args = WHOLE)]
fn whole_list(bencher: Bencher<'_, '_>, parser: &str) {
    measure_whole::<Vec<Record>>(bencher, parser, &compact(&list(1 << 20)));
}

#[divan::bench(args = WHOLE)]
fn whole_list_pretty(bencher: Bencher<'_, '_>, parser: &str) {
    measure_whole::<Vec<Record>>(bencher, parser, &pretty(&list(650_000)));
}

#[divan::bench(args = PIECES)]
fn pieces_invoice(bencher: Bencher<'_, '_>, parser: &str) {
    measure_pieces::<Invoice>(bencher, parser, &compact(&invoice()));
}

#[divan::bench(args = PIECES, sample_count = 3, sample_size = 1)]
fn pieces_list_64_kb(bencher: Bencher<'_, '_>, parser: &str) {
    measure_pieces::<Vec<Record>>(bencher, parser, &compact(&list(1 << 16)));
}

#[divan::bench(args = [4, 16, 64, 256])]
fn pieces_list(bencher: Bencher<'_, '_>, kilobytes: usize) {
    measure_pieces::<Vec<Record>>(bencher, "formwork", &compact(&list(kilobytes << 10)));
}
