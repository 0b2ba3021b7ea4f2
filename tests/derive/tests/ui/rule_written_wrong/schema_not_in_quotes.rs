use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(with = "serde", schema = {"type": "string"})]
    field: u8,
}

fn main() {}
