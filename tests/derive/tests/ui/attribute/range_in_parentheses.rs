use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(range(min = 1, max = 5))]
    field: u8,
}

fn main() {}
