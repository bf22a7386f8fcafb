"""Evidence of a system that ran out of memory."""

from ending.memory import count_kills, out_of_memory

from .attempts import AttemptCase

V2, V1 = "sys/fs/cgroup/app/memory.events", "sys/fs/cgroup/memory/job/memory.oom_control"


class Memory(AttemptCase):
    def system(self, kills):
        texts = {
            "proc/self/cgroup": "12:cpu,cpuacct:/\n4:memory:/job\n0::/app\n",
            "proc/vmstat": f"nr_free_pages 7\noom_kill {kills.get('machine', 0)}\n",
            V2: f"low 0\noom 3\noom_kill {kills.get('v2', 0)}\noom_group_kill 9\n",
            V1: f"oom_kill_disable 0\nunder_oom 0\noom_kill {kills.get('v1', 0)}\n",
        }  # fmt: skip
        for name, text in texts.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text)
        return count_kills(self.folder)

    def test_each_counter_is_evidence(self):
        before = self.system({})
        for name, path in {"v2": V2, "v1": V1, "machine": "proc/vmstat"}.items():
            error = out_of_memory(before, self.system({name: 1}))
            self.assertEqual(error["code"], "OUT_OF_MEMORY")
            self.assertEqual(error["details"], {"device": "host", "evidence": [str(self.folder / path)]})

    def test_a_counter_that_stands_still_or_is_new_is_none(self):
        self.assertIsNone(out_of_memory(self.system({"v2": 4}), self.system({"v2": 4})))
        self.assertIsNone(out_of_memory({}, self.system({"v2": 4})))

    def test_a_system_that_counts_nothing_is_none(self):
        self.assertEqual(count_kills(self.folder / "nowhere"), {})
