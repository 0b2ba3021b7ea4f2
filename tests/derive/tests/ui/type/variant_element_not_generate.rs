use formwork::Generate;

struct Other;

#[derive(Generate)]
enum Wrong {
    One(Vec<Other>),
    Two(u8),
    None,
}

fn main() {}
