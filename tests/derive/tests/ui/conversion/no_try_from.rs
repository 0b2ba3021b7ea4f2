use formwork::Generate;

#[derive(Generate)]
struct Other {
    field: u8,
}

#[derive(Generate)]
#[serde(try_from = "Other")]
struct Wrong {
    field: u8,
}

fn main() {}
