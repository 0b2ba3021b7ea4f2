use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(multiple_of = 0.5)]
    field: u8,
}

fn main() {}
