use formwork::Generate;

#[derive(Generate)]
struct Chicken {
    egg: Box<Egg>,
}

#[derive(Generate)]
struct Egg {
    chicken: Box<Chicken>,
}

fn main() {
    let _ = Egg::SCHEMA;
}
