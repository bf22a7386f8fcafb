import sys

from transformers import AutoModelForCausalLM, AutoTokenizer

# python use_model.py BASE [ADAPTER]: BASE is a whole model, or the base model of an adapter.
base, *adapter = sys.argv[1:]
tokenizer = AutoTokenizer.from_pretrained(base)
model = AutoModelForCausalLM.from_pretrained(base)
if adapter:
    from peft import PeftModel

    model = PeftModel.from_pretrained(model, adapter[0])

request = [{"role": "user", "content": "What colour is grass?"}]
text = tokenizer.apply_chat_template(request, add_generation_prompt=True, tokenize=False)
tokens = tokenizer(text, add_special_tokens=False, return_tensors="pt")
answer = model.generate(**tokens, max_new_tokens=8)[0, tokens["input_ids"].shape[1] :]
print(tokenizer.decode(answer, skip_special_tokens=True))
