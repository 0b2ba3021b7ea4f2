use formwork::Generate;

#[derive(Generate)]
enum Wrong {
    #[generate(default)]
    First,
    Second,
}

fn main() {}
