"""The fold of core/ledger against the reference model of the ledger kernel.

    python3 compare.py ORACLE_FOLD MODEL_DIRECTORY

MODEL_DIRECTORY holds model.py and props.py, whose random histories are put
through both. DATELINE_SEEDS says how many (40). Exits with 77 where the model
is not there.
"""
import contextlib
import io
import json
import os
import random
import subprocess
import sys


def load_model(directory):
    """The modules model and props; props runs its own histories when imported, here none."""
    if not all(os.path.exists(os.path.join(directory, name)) for name in ("model.py", "props.py")):
        print("skipped: no reference model in", directory)
        sys.exit(77)
    sys.dont_write_bytecode = True
    sys.path.insert(0, directory)
    argv, sys.argv = sys.argv, ["props.py", "0"]
    with contextlib.redirect_stdout(io.StringIO()):
        import model
        import props
    sys.argv = argv
    return model, props


def uid(short):
    """The model's changesets have short names; their order stays."""
    return short.ljust(32, "0")


def canonical(patch):
    return json.dumps(json.loads(patch), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def line_of(record, meta):
    if record[0] == "changeset":
        return ["changeset", uid(record[1]), record[2], record[3]]
    _, changeset, position, kind, key, patch, known, source, lane, rank, snapshot = record
    act = kind in meta
    if act:
        name, _, rest = key.partition("/")
        key = uid(name) + ("/" + rest if rest else "")
    return ["claim", uid(changeset), position, kind, key, canonical(patch), None if act else known, source, lane,
            rank, bool(snapshot)]


def ask(program, lines):
    for line in lines:
        program.stdin.write(json.dumps(line, ensure_ascii=False) + "\n")
    program.stdin.write('["fold"]\n')
    program.stdin.flush()
    answer = program.stdout.readline()
    if not answer:
        sys.exit("the program gave no answer")
    return {key: value for key, value in json.loads(answer).items() if value}


def expect(model, ledger):
    table = {}
    for (kind, key), versions in model.View(ledger).table().items():
        rows = [[start, None if end == model.INF else end, sorted(json.loads(row), key=lambda cell: cell[0])]
                for start, end, row in versions]
        if rows:
            table["%s %s" % (kind, key)] = rows
    return table


def compare(program, model, ledger, seed, what, rng):
    lines = [line_of(record, model.META) for record in ledger]
    lines.sort(key=json.dumps)
    rng.shuffle(lines)
    have, wanted = ask(program, lines), expect(model, ledger)
    if have == wanted:
        return
    print("seed %d, %s: they differ" % (seed, what))
    for key in sorted(set(have) | set(wanted)):
        if have.get(key) != wanted.get(key):
            print("  %s\n    have     %s\n    expected %s" % (key, have.get(key), wanted.get(key)))
    for line in sorted(lines, key=json.dumps):
        print("   ", json.dumps(line))
    sys.exit(1)


def main():
    model, props = load_model(sys.argv[2])
    seeds = int(os.environ.get("DATELINE_SEEDS") or 40)
    program = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    for seed in range(seeds):
        rng = random.Random(seed)
        replicas = props.rnd_hist(rng, steps=40 if seed % 8 else 160)
        ledger = set().union(*replicas)
        for number, replica in enumerate(replicas):
            compare(program, model, replica, seed, "replica %d" % number, rng)
        compare(program, model, ledger, seed, "the union", rng)
        target = rng.choice(sorted(r[1] for r in ledger if r[0] == "changeset"))
        n = 1 + max(r[2] for r in ledger if r[0] == "changeset")
        undone = ledger | {model.H("ffff0000", n, 10**6)} | {
            model.C("ffff0000", position, *act) for position, act in enumerate(model.undo(ledger, target))}
        compare(program, model, undone, seed, "undone", rng)
    program.stdin.close()
    if program.wait() != 0:
        sys.exit("the program ended with %d" % program.returncode)
    print("%d histories: the same" % seeds)


main()
