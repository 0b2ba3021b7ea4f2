use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(alias = "second")]
    first: u8,
    second: u8,
}

fn main() {}
