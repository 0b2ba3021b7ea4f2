use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    field: std::collections::BTreeMap<Vec<u8>, u8>,
}

fn main() {}
