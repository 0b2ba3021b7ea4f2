use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(flatten = true)]
    field: Vec<u8>,
}

fn main() {}
