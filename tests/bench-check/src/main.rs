//! What the browser is measured against. Without arguments it prints the names of the spaces; with
//! a name and a number of seconds it searches that space over and over, and prints how many states
//! that were and for how many seconds the processor worked.

use clusterscope_bench_check::{names, search};
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [name, seconds] = &*given else {
        for name in names() {
            println!("{name}");
        }
        return ExitCode::SUCCESS;
    };
    let wanted = seconds.parse().ok().and_then(|it| Duration::try_from_secs_f64(it).ok());
    let measured = wanted.and_then(|wanted| measure(name, wanted));
    let Some((states, seconds)) = measured else {
        eprintln!("a space and a number of seconds are needed, not `{name}` and `{seconds}`");
        return ExitCode::FAILURE;
    };
    println!("{states} {seconds}");
    ExitCode::SUCCESS
}

/// Searches a space, again and again, until so much time has passed.
fn measure(name: &str, wanted: Duration) -> Option<(u64, f64)> {
    let (began, worked_before) = (Instant::now(), worked());
    let mut states = 0;
    while began.elapsed() < wanted {
        states += u64::from(search(name)?);
    }
    let worked = worked().zip(worked_before).map(|(after, before)| after - before);
    Some((states, worked.unwrap_or(began.elapsed()).as_secs_f64()))
}

/// For how long the processor has worked for this program, where the system tells: Linux does.
fn worked() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
