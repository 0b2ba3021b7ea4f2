use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(example = "five")]
    field: u8,
}

fn main() {}
