use formwork as other;
use other::Generate;

#[derive(Generate)]
#[generate(crate = "other")]
struct Wrong {
    #[generate(lenn = 1..)]
    field: String,
}

fn main() {}
