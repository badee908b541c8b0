"""Word files of the official form for the matrix: make.py FOLDER OUTDIR COUNT SEED HALF_POINTS [faulty]

FOLDER holds official.py. Writes N-wide.docx, N-narrow.docx, and N.json: {"figures": what must be read, "changed": id of the
figure that was changed so that sums no longer hold, or null}.
"""
import io, json, os, random, sys

folder, out, count, seed, half = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
faulty = len(sys.argv) > 6
sys.path.insert(0, folder)
import official

paragraph = official.w_p
official.w_p = lambda text, extra='', half_points=24, **_: paragraph(text, extra, half)
rng = random.Random(seed)
os.makedirs(out, exist_ok=True)
for i in range(count):
    figures = official.with_proactive(official.rand_fig(rng, rng.choice([3, 40, 4000])), rng)
    changed = None
    if faulty:
        if rng.random() < 0.9:
            row, column = rng.choice(list(figures['requests'])), rng.randrange(7)
            figures['requests'][row] = list(figures['requests'][row])
            figures['requests'][row][column] += rng.choice([1, 2, 10])
            changed = 'requests/%s/%s' % (row, official.COLS[column])
        else:
            at = rng.randrange(15)
            figures['litigation'][at] += rng.choice([1, 2, 10])
            changed = 'litigation/count/%s.%s' % (official.LIT_GROUPS[at // 5], official.LIT[at % 5])
    for name, wide in (('wide', True), ('narrow', False)):
        with open(os.path.join(out, '%d-%s.docx' % (i, name)), 'wb') as file: file.write(official.docx(figures, wide=wide))
    with open(os.path.join(out, '%d.json' % i), 'w') as file: json.dump({'figures': official.expected(figures), 'changed': changed}, file, ensure_ascii=False, indent=1)
