"""WhisperS2T on some files: run by the Python of its own environment, which has nothing of ours."""

import json
import resource
import sys
import time

import whisper_s2t


def main() -> None:
    order = json.loads(sys.argv[1])
    model = whisper_s2t.load_model(
        order["model"],
        backend="CTranslate2",
        device="cpu",
        compute_type="int8",
        cpu_threads=order["threads"],
        asr_options={"beam_size": order["beam"]},
    )
    paths = [file["path"] for file in order["files"]]
    languages = [file["language"] for file in order["files"]]

    def hear(count: int) -> list[str]:
        heard = model.transcribe_with_vad(paths[:count], lang_codes=languages[:count], batch_size=order["batch"])
        return [" ".join(part["text"] for part in parts) for parts in heard]

    hear(1)
    wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    texts = hear(len(paths))
    wall, after = time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(json.dumps({"wall": wall, "cpu": cpu, "texts": texts}))


if __name__ == "__main__":
    main()
