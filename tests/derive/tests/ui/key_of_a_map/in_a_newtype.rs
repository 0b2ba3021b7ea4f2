use formwork::Generate;
use std::collections::BTreeMap;

#[derive(Generate)]
struct Wrong(BTreeMap<(u8, u8), u8>);

fn main() {}
