use formwork::Generate;

#[derive(Generate)]
struct Wrong {
    #[generate(exclusive_minimum = 3, exclusive_maximum = 4)]
    field: i32,
}

fn main() {}
