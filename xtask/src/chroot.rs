//! A newer Debian beside this one, for toolchains that Debian 12 does not have.
//!
//! Made by debootstrap once and kept in the cache directory. Commands run in it inside a mount namespace and a process
//! namespace of their own: when the command ends, however it ends, its mounts and its left-over processes are gone, so
//! that deleting the cache directory can never reach through a forgotten mount.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::debian;
use crate::paths;
use crate::tool::Tool;

/// What a chroot consists of; a change of any of it makes a new one.
pub(crate) struct Chroot {
    /// Names the directory in the cache.
    pub(crate) name: &'static str,
    /// Debian's release.
    pub(crate) suite: &'static str,
    pub(crate) packages: &'static [&'static str],
}

/// Arguments: the chroot; the directory inside; directories and files to show inside at the same path; `--`; the command.
const ENTER: &str = r#"
set -eu
root=$1; dir=$2; shift 2
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
while [ "$1" != -- ]; do
    if [ -d "$1" ]; then mkdir -p "$root$1"; else mkdir -p "$root${1%/*}"; touch "$root$1"; fi
    mount --rbind "$1" "$root$1"
    shift
done
shift
exec chroot "$root" env -i --chdir="$dir" HOME=/root LANG=C.UTF-8 TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
"#;

/// So that names resolve inside as they do outside.
const NAME_LOOKUP: [&str; 2] = ["/etc/hosts", "/etc/resolv.conf"];

/// The certificate authorities that this machine trusts; a company's proxy is among them only here.
const TRUST_STORE: &str = "/etc/ssl/certs/ca-certificates.crt";

impl Chroot {
    /// Makes the chroot, unless it is there already.
    pub(crate) fn prepare(&self) -> Result<()> {
        let cache = paths::cache()?;
        fs::create_dir_all(&cache).with_context(|| format!("cannot create {}", cache.display()))?;
        // Two runs at a time must not build the same directory.
        let lock = File::create(cache.join(format!("{}.lock", self.name)))?;
        lock.lock()?;
        if fs::read_to_string(self.stamp()?).is_ok_and(|made_of| made_of == self.made_of()) {
            return Ok(());
        }
        ensure!(
            debian::is_root(),
            "a Debian {} chroot is needed, and only root can make one",
            self.suite
        );
        self.build()
            .with_context(|| format!("cannot prepare the Debian {} chroot", self.suite))
    }

    /// `command` inside, in the directory `dir`, which like all of `shared` is the same directory as outside.
    pub(crate) fn command(
        &self,
        dir: &Path,
        shared: &[PathBuf],
        environment: &[(&str, &OsStr)],
        command: &[&OsStr],
    ) -> Result<Tool> {
        self.prepare()?;
        let mut shown = shared.to_vec();
        shown.extend(NAME_LOOKUP.iter().chain([&TRUST_STORE]).map(PathBuf::from));
        let assignments = environment.iter().map(|&(name, value)| {
            let mut assignment = OsString::from(name);
            assignment.push("=");
            assignment.push(value);
            assignment
        });
        let command: Vec<OsString> = assignments.chain(command.iter().map(|&part| part.to_owned())).collect();
        Ok(enter(&self.dir()?, dir, &shown, &command))
    }

    fn build(&self) -> Result<()> {
        debian::need("debootstrap", &["debootstrap"])?;
        know_suite(self.suite)?;
        let dir = self.dir()?;
        ensure_nothing_mounted_below(&dir)?;
        if dir.exists() {
            fs::remove_dir_all(&dir).with_context(|| format!("cannot remove {}", dir.display()))?;
        }
        Tool::new("debootstrap")
            .args(["--variant=minbase", self.suite])
            .arg(&dir)
            .run()?;
        let install = [
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "install",
            "-q",
            "--yes",
            "--no-install-recommends",
        ];
        self.inside(install.iter().chain(self.packages))?;
        self.inside(&["apt-get", "clean"])?;
        fs::write(self.stamp()?, self.made_of())?;
        Ok(())
    }

    fn inside<'a>(&self, command: impl IntoIterator<Item = &'a &'a str>) -> Result<()> {
        let shown = NAME_LOOKUP.map(PathBuf::from);
        let command: Vec<OsString> = command.into_iter().map(OsString::from).collect();
        enter(&self.dir()?, Path::new("/"), &shown, &command).run()
    }

    fn dir(&self) -> Result<PathBuf> {
        Ok(paths::cache()?.join(self.name))
    }

    /// Written last, so that a build that was interrupted is started over.
    fn stamp(&self) -> Result<PathBuf> {
        Ok(self.dir()?.join(".checkout-sdk-stamp"))
    }

    fn made_of(&self) -> String {
        format!("{} {}\n", self.suite, self.packages.join(" "))
    }
}

fn enter(root: &Path, dir: &Path, shown: &[PathBuf], command: &[OsString]) -> Tool {
    Tool::new("unshare")
        .args(["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"])
        .args(["sh", "-c", ENTER, "enter"])
        .args([root, dir])
        .args(shown.iter().filter(|path| path.exists()))
        .arg("--")
        .args(command)
}

/// debootstrap goes by a script for each release and knows only those before its own; newer ones are made alike.
fn know_suite(suite: &str) -> Result<()> {
    let scripts = Path::new("/usr/share/debootstrap/scripts");
    let script = scripts.join(suite);
    if !script.exists() {
        symlink("sid", &script).with_context(|| format!("cannot create {}", script.display()))?;
    }
    Ok(())
}

fn ensure_nothing_mounted_below(dir: &Path) -> Result<()> {
    let mounts = fs::read_to_string("/proc/self/mounts")?;
    let mounted = mounts
        .lines()
        .filter_map(|line| line.split(' ').nth(1))
        .find(|at| Path::new(at).starts_with(dir));
    ensure!(
        mounted.is_none(),
        "{} is mounted: unmount it first",
        mounted.unwrap_or_default()
    );
    Ok(())
}
