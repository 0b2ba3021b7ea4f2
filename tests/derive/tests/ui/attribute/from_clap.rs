use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(value_parser = even)]
    field: u8,
}

fn main() {}
