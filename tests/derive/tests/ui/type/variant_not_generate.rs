use formwork::Generate;

struct Other;

#[derive(Generate)]
enum Wrong {
    One(Other),
}

fn main() {}
