"""What the model says: greedy answers to fixed prompts."""

from __future__ import annotations

from typing import Any

from tuner_trainers.protocol.events import Events


def emit_samples(events: Events, model: Any, tokenizer: Any, config: dict[str, Any], step: int) -> None:
    """Generates an answer to each of `evaluation.sample_prompts` and reports it."""
    prompts = config["evaluation"]["sample_prompts"]
    if not prompts:
        return
    answers = generate(model, tokenizer, prompts, config["evaluation"]["max_new_tokens"])
    for index, (prompt, answer) in enumerate(zip(prompts, answers, strict=True)):
        events.emit("sample", step=step, index=index, prompt=prompt, completion=answer)


def generate(model: Any, tokenizer: Any, prompts: list[str], max_new_tokens: int) -> list[str]:
    """Greedy answers to user turns, all in one batch; leaves the model in the mode it was in."""
    import torch

    texts = [_render(tokenizer, prompt) for prompt in prompts]
    rows = [tokenizer(text, add_special_tokens=not tokenizer.chat_template)["input_ids"] for text in texts]
    # Padded on the left, so that every answer follows its prompt.
    batch = tokenizer.pad({"input_ids": rows}, padding_side="left", return_tensors="pt").to(model.device)
    training = model.training
    model.eval()
    with torch.no_grad():
        ids = model.generate(
            **batch, do_sample=False, max_new_tokens=max_new_tokens, use_cache=True,
            pad_token_id=tokenizer.pad_token_id, eos_token_id=_end_ids(tokenizer),
        )  # fmt: skip
    model.train(training)
    return tokenizer.batch_decode(ids[:, batch["input_ids"].shape[1] :], skip_special_tokens=True)


def _render(tokenizer: Any, prompt: str) -> str:
    if not tokenizer.chat_template:
        return prompt
    turns = [{"role": "user", "content": prompt}]
    return tokenizer.apply_chat_template(turns, add_generation_prompt=True, tokenize=False)


def _end_ids(tokenizer: Any) -> list[int]:
    from tuner_trainers.data.template import ChatTemplate

    return sorted(ChatTemplate(tokenizer).end_ids) if tokenizer.chat_template else [tokenizer.eos_token_id]
