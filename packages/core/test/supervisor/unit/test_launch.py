"""The launch document: what it may leave out, and what is said about one that cannot be followed."""

from .attempts import AttemptCase


class Launch(AttemptCase):
    def test_format_1_0_gets_the_defaults(self):
        launch = self.attempt().launch
        self.assertEqual((launch["devices"], launch["locks"], launch["queue"]), ([], None, True))
        self.assertEqual((launch["prepare"], launch["stallMs"], launch["onStall"]), (None, 600_000, "event"))

    def test_a_key_that_cannot_be_followed_is_named(self):
        wrong = {
            "devices": "gpu", "locks": 1, "queue": "no", "prepare": {"argv": []}, "stallMs": -1, "onStall": "kill",
            "stop": {"graceMs": True, "terminateMs": 1}, "attached": None, "process": {"argv": ["x"]}, "resume": {},
        }  # fmt: skip
        for key, value in wrong.items():
            with self.subTest(key), self.assertRaisesRegex(ValueError, f"launch.json: {key} is "):
                self.attempt(run_id=f"wrong-{key}", **{key: value})

    def test_devices_need_a_folder_of_tickets(self):
        with self.assertRaisesRegex(ValueError, "locks is not set"):
            self.attempt(devices=["gpu"])

    def test_a_newer_major_version_is_refused_and_a_newer_minor_one_is_read(self):
        with self.assertRaisesRegex(ValueError, "format version 2.0"):
            self.attempt(run_id="new", formatVersion="2.0")
        self.assertEqual(self.attempt(formatVersion="1.9", news=1).launch["news"], 1)
