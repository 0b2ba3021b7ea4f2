use formwork::Generate;

#[derive(Generate)]
enum Wrong {
    #[generate(alias = "one")]
    First,
    #[generate(alias = "one")]
    Second,
}

fn main() {}
