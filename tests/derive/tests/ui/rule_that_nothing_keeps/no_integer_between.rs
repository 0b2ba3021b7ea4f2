use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(exclusive_minimum = 3, maximum = 3)]
    field: u8,
}

fn main() {}
