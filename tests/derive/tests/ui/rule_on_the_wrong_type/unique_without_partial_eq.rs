use formwork::Generate;

#[derive(Generate)]
struct Part {
    a: u8,
}

#[derive(Generate)]
struct Wrong {
    #[generate(unique)]
    field: Vec<Part>,
}

fn main() {}
