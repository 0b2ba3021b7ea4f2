use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[serde(default = "missing")]
    field: u8,
}

fn main() {}
