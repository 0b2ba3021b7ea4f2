use formwork::Generate;

#[derive(Generate)]
#[serde(tag = "type")]
struct Wrong {
    field: u8,
}

fn main() {}
