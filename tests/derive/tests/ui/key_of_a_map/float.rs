use formwork::Generate;
use std::collections::HashMap;

#[derive(Generate)]
struct Wrong {
    field: HashMap<f64, u8>,
}

fn main() {}
