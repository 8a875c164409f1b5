#!/usr/bin/env bash
# Types into the real window, kills it with -9 at a random moment, starts it again, takes the draft
# back, saves it, and compares what the base then holds with what had been typed when it was killed.
#
#   tests/faults/kill_en_saisie.sh [RUNS]      ten runs unless told; VIGIE names the program
#
# Fails when more than the last second of typing is lost, or when what comes back is not what was
# typed. Every third run the typist stops for more than a second before: nothing at all may be lost
# then. Needs Xvfb, xdotool and python3.
set -euo pipefail
runs=${1:-10}
vigie=${VIGIE:-target/debug/vigie}
allowed=${VIGIE_ALLOWED_SECONDS:-1.0}
work=$(mktemp -d)
window= screen=
finish() {
  [ -z "$window" ] || kill -9 "$window" 2>/dev/null || true
  [ -z "$screen" ] || kill "$screen" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
die() { echo "$*" >&2; exit 1; }

# A screen of its own, whatever the number that is free.
mkfifo "$work/number"
Xvfb -displayfd 3 -screen 0 1280x800x24 -nolisten tcp 3>"$work/number" >/dev/null 2>&1 &
screen=$!
read -r number <"$work/number"
export DISPLAY=:$number
unset WAYLAND_DISPLAY WAYLAND_SOCKET VIGIE_BASE VIGIE_PHRASE
# Keys typed by xdotool mean the same whatever the layout of this machine.
! command -v setxkbmap >/dev/null || setxkbmap us 2>/dev/null || true

start() {
  HOME=$home XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data "$vigie" --base "$base" >"$work/said" 2>&1 &
  window=$!
  disown "$window"
  local id
  id=$(timeout 20 xdotool search --sync --onlyvisible --name '^Vigie$' | tail -n 1)
  [ -n "$id" ] || die "The window did not open: $(cat "$work/said")"
  sleep 0.7
  xdotool windowfocus "$id"
}

end() {
  kill -9 "$window" 2>/dev/null || true
  while kill -0 "$window" 2>/dev/null; do sleep 0.01; done
  window=
}

drafts() { find "$home/data/vigie/brouillons" -name '*.brouillon' 2>/dev/null | wc -l; }

# Waits for `$1` to succeed, at most two seconds.
soon() { local n; for n in $(seq 40); do if "$@"; then return 0; fi; sleep 0.05; done; return 1; }
has_draft() { [ "$(drafts)" -gt 0 ]; }
is_saved() { [ "$("$vigie" dossier chercher 2 --json --base "$base" | python3 -c 'import json, sys; print(json.load(sys.stdin)["total"])')" = 1 ]; }

# « a mot001 mot002 … », a key at a time, each with the moment at which it was sent.
type_until_killed() {
  local n word at c
  for n in $(seq -f %03g 999); do
    word=" mot$n"
    for ((at = 0; at < ${#word}; at++)); do
      c=${word:at:1}
      xdotool type --delay 0 -- "$c" 2>/dev/null || true
      printf '%s %s\n' "$EPOCHREALTIME" "$c" >>"$work/typed"
      if [ -e "$work/quiet" ] || ! kill -0 "$window" 2>/dev/null; then return 0; fi
      sleep 0.015
    done
    sleep "0.$((RANDOM % 25 + 10))"
  done
}

"$vigie" base creer --base "$work/modele.vigie" >/dev/null
echo "run   typed  recovered  lost  seconds lost"
for run in $(seq "$runs"); do
  home=$work/home$run base=$work/base$run.vigie
  mkdir -p "$home"
  cp "$work/modele.vigie" "$base"
  start
  # The first letter also shows that the field has the keys.
  for attempt in 1 2 3 4 5; do
    xdotool key ctrl+n
    xdotool key alt+2
    xdotool type a
    ! soon has_draft || break
    [ "$attempt" -lt 5 ] || die "Nothing could be typed"
  done
  : >"$work/typed"
  rm -f "$work/quiet"
  after=$((RANDOM % 3000 + 500))
  (
    sleep "$((after / 1000)).$(printf %03d $((after % 1000)))"
    if [ $((run % 3)) = 0 ]; then
      touch "$work/quiet"
      sleep 1.3
    fi
    kill -9 "$window"
    echo "$EPOCHREALTIME" >"$work/killed"
  ) &
  killer=$!
  type_until_killed
  wait "$killer"
  end

  start
  for attempt in 1 2 3 4 5; do
    xdotool key Return
    sleep 0.3
    xdotool key ctrl+s
    ! soon is_saved || break
    [ "$attempt" -lt 5 ] || die "The draft did not come back"
  done
  numero=$("$vigie" dossier chercher 2 --json --base "$base" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["dossiers"][0]["numero"])')
  "$vigie" dossier lire "$numero" --json --base "$base" >"$work/read"
  end
  python3 - "$work" "$run" "$allowed" <<'PY'
import json, sys

work, run, allowed = sys.argv[1], sys.argv[2], float(sys.argv[3])
killed = float(open(f"{work}/killed").read())
keys = [(float(line.split(" ", 1)[0]), line.rstrip("\n").split(" ", 1)[1]) for line in open(f"{work}/typed")]
before = [(when, key) for when, key in keys if when <= killed]
typed = "a" + "".join(key for _, key in before)
# The base trims the end of a text.
read = (json.load(open(f"{work}/read"))["dossier"]["synthese"] or "").rstrip()
everything = "a" + "".join(key for _, key in keys)
if not everything.startswith(read):
    sys.exit(f"run {run}: what came back was not what was typed: {read!r} for {everything!r}")
recovered = len(read)
if typed[recovered:].strip() == "":
    lost, seconds = 0, 0.0
else:
    lost = len(typed) - recovered
    first = recovered + (1 if typed[recovered] == " " else 0)
    seconds = killed - before[first - 1][0]
print(f"{run:>3}  {len(typed):>6}  {recovered:>9}  {lost:>4}  {seconds:>12.2f}", flush=True)
if seconds > allowed:
    sys.exit(f"run {run}: {seconds:.2f} s of typing were lost")
PY
done
