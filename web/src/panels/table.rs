//! Rows and columns.

use crate::html::{all, html};
use yew::prelude::*;

/// Draws a table.
pub(super) fn draw(columns: &[String], rows: &[Vec<String>], changed: &[usize]) -> Html {
    let row = |(at, cells): (usize, &Vec<String>)| {
        let new = changed.contains(&at);
        html! {
            <tr class={new.then_some("new")}>
                { all(cells.iter().enumerate().map(|(column, cell)| html! {
                    <td>{ &**cell }{ super::mark(new && column == 0) }</td>
                })) }
            </tr>
        }
    };
    let head = all(columns.iter().map(|one| html! { <th>{ &**one }</th> }));
    html! {
        <table>
            <thead><tr>{ head }</tr></thead>
            <tbody>{ all(rows.iter().enumerate().map(row)) }</tbody>
        </table>
    }
}
