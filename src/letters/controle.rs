//! A template is checked before it is kept: every field it names exists for its public, every
//! filter is one of ours, and nothing of the language is used that could run or read anything.

use minijinja::machinery::{Span, ast, parse};

use crate::domain::modele::{ErreurModele, Modele};

use super::champs::{self, Champ, Forme};
use super::{filtres, moteur};

/// What is known of an expression: a record's fields, the elements of a list, or a plain value.
#[derive(Clone, Copy)]
enum Type {
    Objet(&'static [Champ]),
    Liste(&'static [Champ]),
    Textes,
    Saisies,
    Simple,
}

struct Controle<'a> {
    modele: &'a Modele,
    /// Names given by loops and `set`, innermost last.
    portee: Vec<(String, Type)>,
    ligne: usize,
}

type Outcome<T = ()> = Result<T, ErreurModele>;

/// Checks subject, mention, enclosures and body of a template.
///
/// # Errors
/// The line and column of what is wrong, in the template's own text.
pub fn check(modele: &Modele) -> Outcome {
    for (texte, ligne) in [(&modele.objet, 1), (&modele.mention, 1), (&modele.corps, modele.ligne_corps)]
        .into_iter()
        .chain(modele.pieces.iter().map(|piece| (piece, 1)))
    {
        check_text(modele, texte, ligne)?;
    }
    Ok(())
}

fn check_text(modele: &Modele, texte: &str, ligne: usize) -> Outcome {
    let tree = parse(texte, "", moteur::syntax()).map_err(|error| moteur::translate(&error, texte, ligne))?;
    let mut controle = Controle { modele, portee: Vec::new(), ligne };
    match &tree {
        ast::Stmt::Template(template) => controle.block(&template.children),
        other => controle.statement(other),
    }
}

impl Controle<'_> {
    fn refuse<T>(&self, span: Span, message: String) -> Outcome<T> {
        Err(ErreurModele {
            ligne: usize::from(span.start_line).max(1) - 1 + self.ligne,
            colonne: usize::from(span.start_col) + 1,
            message,
        })
    }

    fn block(&mut self, children: &[ast::Stmt<'_>]) -> Outcome {
        let depth = self.portee.len();
        children.iter().try_for_each(|child| self.statement(child))?;
        self.portee.truncate(depth);
        Ok(())
    }

    fn statement(&mut self, statement: &ast::Stmt<'_>) -> Outcome {
        match statement {
            ast::Stmt::EmitRaw(_) => Ok(()),
            ast::Stmt::EmitExpr(emit) => match self.expr(&emit.expr)? {
                Type::Simple => Ok(()),
                Type::Textes => self.refuse(emit.span(), "une liste s’écrit avec le filtre « liste »".to_owned()),
                Type::Objet(inner) | Type::Liste(inner) => self.refuse(
                    emit.span(),
                    format!("il faut dire lequel de ses champs : {}", champs::noms(inner, self.modele.public)),
                ),
                Type::Saisies => self.refuse(emit.span(), format!("il faut dire lequel : {}", self.saisies())),
            },
            ast::Stmt::IfCond(cond) => {
                self.expr(&cond.expr)?;
                self.block(&cond.true_body)?;
                self.block(&cond.false_body)
            }
            ast::Stmt::Set(set) => {
                let ast::Expr::Var(name) = &set.target else {
                    return self.refuse(set.span(), "« set » donne un seul nom".to_owned());
                };
                let given = self.expr(&set.expr)?;
                self.portee.push((name.id.to_owned(), given));
                Ok(())
            }
            ast::Stmt::ForLoop(boucle) => {
                if boucle.recursive {
                    return self.refuse(boucle.span(), "une boucle ne peut pas être récursive".to_owned());
                }
                let ast::Expr::Var(name) = &boucle.target else {
                    return self.refuse(boucle.span(), "une boucle donne un seul nom".to_owned());
                };
                let each = match self.expr(&boucle.iter)? {
                    Type::Liste(inner) => Type::Objet(inner),
                    Type::Textes => Type::Simple,
                    _ => {
                        let message = "une boucle parcourt une liste : enfants, adultes, traitements ou motifs";
                        return self.refuse(boucle.iter.span(), message.to_owned());
                    }
                };
                let depth = self.portee.len();
                self.portee.push((name.id.to_owned(), each));
                self.portee.push(("loop".to_owned(), Type::Simple));
                if let Some(filter) = &boucle.filter_expr {
                    self.expr(filter)?;
                }
                self.block(&boucle.body)?;
                self.portee.truncate(depth);
                self.block(&boucle.else_body)
            }
            ast::Stmt::Template(s) => self.block(&s.children),
            ast::Stmt::WithBlock(s) => self.refuse(s.span(), unknown_word("with")),
            ast::Stmt::SetBlock(s) => self.refuse(s.span(), unknown_word("set … endset")),
            ast::Stmt::AutoEscape(s) => self.refuse(s.span(), unknown_word("autoescape")),
            ast::Stmt::FilterBlock(s) => self.refuse(s.span(), unknown_word("filter")),
            ast::Stmt::Do(s) => self.refuse(s.span(), unknown_word("do")),
        }
    }

    fn saisies(&self) -> String {
        self.modele.saisies.iter().map(|saisie| saisie.nom.as_str()).collect::<Vec<_>>().join(", ")
    }

    fn var(&self, var: &ast::Spanned<ast::Var<'_>>) -> Outcome<Type> {
        if let Some((_, known)) = self.portee.iter().rev().find(|(name, _)| name == var.id) {
            return Ok(*known);
        }
        if let Some(champ) = champs::find(champs::RACINE, var.id, self.modele.public) {
            return Ok(type_of(champ));
        }
        let known = champs::noms(champs::RACINE, self.modele.public);
        self.refuse(var.span(), format!("le champ « {} » n’existe pas ; il y a {known}", var.id))
    }

    fn attribute(&mut self, get: &ast::Spanned<ast::GetAttr<'_>>) -> Outcome<Type> {
        if let ast::Expr::Var(var) = &get.expr
            && var.id == "loop"
        {
            return if ["index", "first", "last", "length"].contains(&get.name) {
                Ok(Type::Simple)
            } else {
                self.refuse(get.span(), "« loop » a index, first, last et length".to_owned())
            };
        }
        let inner = match self.expr(&get.expr)? {
            Type::Objet(inner) => inner,
            Type::Saisies if self.modele.saisies.iter().any(|saisie| saisie.nom == get.name) => {
                return Ok(Type::Simple);
            }
            Type::Saisies => {
                let message = format!("« {} » n’est pas demandé par l’en-tête ; il y a {}", get.name, self.saisies());
                return self.refuse(get.span(), message);
            }
            Type::Liste(_) => {
                return self.refuse(get.span(), "c’est une liste : parcourez-la avec « for »".to_owned());
            }
            Type::Simple | Type::Textes => {
                return self.refuse(get.span(), format!("« {} » : ce champ n’en contient pas d’autre", get.name));
            }
        };
        if let Some(champ) = champs::find(inner, get.name, self.modele.public) {
            return Ok(type_of(champ));
        }
        let known = champs::noms(inner, self.modele.public);
        let message = format!(
            "le champ « {} » n’existe pas ici pour le public « {} » ; il y a {known}",
            get.name,
            self.modele.public.libelle()
        );
        self.refuse(get.span(), message)
    }

    fn expr(&mut self, expr: &ast::Expr<'_>) -> Outcome<Type> {
        match expr {
            ast::Expr::Var(var) => self.var(var),
            ast::Expr::Const(_) => Ok(Type::Simple),
            ast::Expr::GetAttr(get) => self.attribute(get),
            ast::Expr::UnaryOp(op) => self.expr(&op.expr).map(|_| Type::Simple),
            ast::Expr::Compare(compare) => {
                self.expr(&compare.expr)?;
                compare.ops.iter().try_for_each(|op| self.expr(&op.expr).map(drop))?;
                Ok(Type::Simple)
            }
            ast::Expr::BinOp(op) => {
                use ast::BinOpKind::*;
                if !matches!(op.op, Eq | Ne | Lt | Lte | Gt | Gte | ScAnd | ScOr | In | Concat) {
                    return self.refuse(op.span(), "on ne calcule pas dans un modèle".to_owned());
                }
                self.expr(&op.left)?;
                self.expr(&op.right)?;
                Ok(Type::Simple)
            }
            ast::Expr::IfExpr(cond) => {
                self.expr(&cond.test_expr)?;
                self.expr(&cond.true_expr)?;
                cond.false_expr.as_ref().map_or(Ok(()), |other| self.expr(other).map(drop))?;
                Ok(Type::Simple)
            }
            ast::Expr::Filter(filter) => {
                if !filtres::NOMS.contains(&filter.name) {
                    let known = filtres::NOMS.join(", ");
                    return self
                        .refuse(filter.span(), format!("le filtre « {} » n’existe pas ; il y a {known}", filter.name));
                }
                for arg in &filter.args {
                    match arg {
                        ast::CallArg::Pos(arg) => drop(self.expr(arg)?),
                        _ => {
                            return self.refuse(filter.span(), "un filtre ne prend que des valeurs simples".to_owned());
                        }
                    }
                }
                filter.expr.as_ref().map_or(Ok(()), |expr| self.expr(expr).map(drop))?;
                Ok(Type::Simple)
            }
            ast::Expr::Test(test) => {
                self.refuse(test.span(), "« is » n’est pas admis ; « if champ » dit qu’il est rempli".to_owned())
            }
            ast::Expr::Call(s) => self.refuse(s.span(), "un modèle n’appelle aucune fonction".to_owned()),
            ast::Expr::Slice(s) => self.refuse(s.span(), unknown_word("[…]")),
            ast::Expr::GetItem(s) => self.refuse(s.span(), unknown_word("[…]")),
            ast::Expr::List(s) => self.refuse(s.span(), unknown_word("[…]")),
            ast::Expr::Tuple(s) => self.refuse(s.span(), unknown_word("(…)")),
            ast::Expr::Map(s) => self.refuse(s.span(), unknown_word("{…}")),
        }
    }
}

fn unknown_word(word: &str) -> String {
    format!("« {word} » n’est pas admis dans un modèle")
}

fn type_of(champ: &Champ) -> Type {
    match champ.forme {
        Forme::Objet(inner) => Type::Objet(inner),
        Forme::Liste(inner) => Type::Liste(inner),
        Forme::Textes => Type::Textes,
        Forme::Saisies => Type::Saisies,
        Forme::Texte | Forme::Long | Forme::Date | Forme::Nombre | Forme::Oui => Type::Simple,
    }
}
