use formwork::Generate;

#[derive(Generate)]
enum Wrong {
    #[generate(len = 5)]
    One,
}

fn main() {}
