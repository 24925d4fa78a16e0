"""Kill -9 at random moments, start again, finish: the state must be that of an undisturbed run.

`python -m tests.faults.crashes 200` kills 200 times (a second number is another seed) and prints what differed.

Three works are killed: `replay` of a recording, `live` reading with a pass of publishing after every round, `publish`
alone. After each kill what readers see must be a whole release; after the last one of a story the work is finished,
and every table of the store, every page of the site and every digest must be those of the undisturbed run, and every
record that the store names must be in the archive, whole, with nothing behind the last one.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.faults.stories import WORKS, Stories

MOST_IN_A_STORY = 4


def main(kills: int = 200, seed: int = 1) -> int:
    """Kill that often, print what differed, and return the number of stories in which anything did."""
    differing = 0
    with tempfile.TemporaryDirectory() as name:
        stories = Stories(Path(name), seed)
        while stories.kills < kills:
            for work in WORKS:
                wrong = stories.story(work, stories.chance.randint(1, MOST_IN_A_STORY))
                differing += bool(wrong)
                for words in wrong:
                    print(words, flush=True)
        stories.close()
        print(f"{stories.kills} kills in {stories.told} stories, {differing} of them with a differing state")
    return differing


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
